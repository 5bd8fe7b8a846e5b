"""Self-assessment and overview: S01–S04, and the milestones."""

from __future__ import annotations

from spec_text import Spec

ASSESSMENT = (
    Spec(
        "一镇未报：比率给上下界，户数不给",
        "One town has not reported: the share has bounds, the households have none",
        """
F15 2025 owes:town-610329102
place_code carried_out total_households participating_households households_estimated meetings labour_attendances enterprises social_orgs party_members forum_exists covenant_revised village_plan_input
V1..V3     yes         100              40                       no                   2        10                 1           1           5             yes          no               yes
V4         no          100              0                        no                   0        0                  0           0           0             no           no               no
""",
        """
        S01@2025          -  -   - reason=incomplete low=50 high=83 numerator=3 denominator=6 owing=town-610329102
        S01@2025/A        75 3/4 -
        S01@2025/B        -  -   - reason=not_submitted owing=town-610329102
        S02@2025          -  -   - reason=incomplete numerator=120 denominator=400 owing=town-610329102
        S02.meetings@2025 -  -   - reason=incomplete numerator=6
        S02@2025/A        30.0 120/400 -
        M26.villages@2025 -  -   - reason=incomplete low=3 high=5 denominator=6
        """,
        places="A B V1..V4 W1..W2",
    ),
    Spec(
        "覆盖面：本年新增的村",
        "Coverage: places newly active this year",
        """
F15 2024
place_code carried_out total_households participating_households
V1         yes         100              10
V2..V4     no          100              0

F15 2025
place_code carried_out total_households participating_households
V1..V3     yes         100              10
V4         no          100              0
""",
        """
        S01@2025        75 3/4 -
        S01.new@2025    2  2   -
        S01.change@2025 2  2   - unit=个
        S02@2025        7.5 30/400 -
        S02.change@2025 5.0 5  - unit=个百分点
        """,
        places="A V1..V4",
    ),
    Spec(
        "满意度：加权比率、Kish有效样本量、Wilson区间；不足30份的层不印",
        "Satisfaction: weighted share, Kish effective sample, Wilson interval; strata under 30 are not printed",
        """
F19 2025
stratum question answer   respondents weight_sum weight_sq_sum
县      Q1       满意     50          50         50
县      Q1       基本满意 30          30         30
县      Q1       不满意   20          20         20
县      Q1       不清楚   15          15         15
县      Q1       拒答     10          10         10
崔木镇  Q1       满意     20          20         20
崔木镇  Q1       基本满意 5           5          5
崔木镇  Q1       不满意   2           2          2
崔木镇  Q1       不清楚   1           1          1
崔木镇  Q1       拒答     1           1          1

F30 2025
stratum frame_households issued returned valid
县      5000             200    140      125
""",
        """
        S03@2025               80.0 80/100 - low=71.1 high=86.7
        S03.refused@2025       20.0 25/125 -
        S03.effective@2025     100  100    -
        S03.response@2025      62.5 125/200 -
        S03@2025/A             -    -      - reason=below_sample numerator=-
        S03.strata_hidden@2025 1    1      -
        """,
        places="A V1",
    ),
    Spec(
        "区间重叠的变化不写提高；题目换了不比",
        "A change whose intervals overlap is not distinguishable; another question is not compared",
        """
F19 2023
stratum question answer   respondents weight_sum weight_sq_sum
县      Q0       满意     80          80         80
县      Q0       基本满意 0           0          0
县      Q0       不满意   20          20         20
县      Q0       不清楚   0           0          0
县      Q0       拒答     0           0          0

F19 2024
stratum question answer   respondents weight_sum weight_sq_sum
县      Q1       满意     80          80         80
县      Q1       基本满意 0           0          0
县      Q1       不满意   20          20         20
县      Q1       不清楚   0           0          0
县      Q1       拒答     0           0          0

F19 2025
stratum question answer   respondents weight_sum weight_sq_sum
县      Q1       满意     82          82         82
县      Q1       基本满意 0           0          0
县      Q1       不满意   18          18         18
县      Q1       不清楚   0           0          0
县      Q1       拒答     0           0          0
""",
        """
        S03.change@2024 -   - - reason=question_changed
        S03.change@2025 2.0 2 - notes=not_distinguishable
        """,
        places="A V1",
    ),
    Spec(
        "记分板：四数之和为十；未报与判据未定分开",
        "Scorecard: the four counts add up to ten; missing data and an open criterion are told apart",
        """
F09 2025
place_code level stage stage_date doc_no
J          县级  启动  2022-11-01 j2
JF         县级  启动  2023-04-01 f2

F29 2025
compound_id community_code in_renovation_list households
C1..C2      K1             yes                50

F01 2025
compound_id stage accept_date
C1          验收  2024-06-30
C2          开工  ~

F04 2025
place_code level stage stage_date doc_no

F07 2025
place_code level stage stage_date doc_no
""",
        """
        S04@2025                        1 1 - denominator=10
        S04.not_met@2025                2 2 -
        S04.undetermined@2025           7 7 -
        S04.undetermined_missing@2025   6 6 -
        S04.undetermined_threshold@2025 1 1 -
        S04.not_due@2025                0 0 -
        S04.not_due@2024                10 10 -
        S04.forms_accepted@2025         5 5 -
        """,
        places="A J JF K1",
    ),
    Spec(
        "里程碑：多个分项取最低；无新证据为沿用；降级照印",
        "Milestones: the lowest part counts; no new evidence is carried over; a fall is shown",
        """
F24 2024
milestone_id part level side_state evidence_name evidence_doc_no evidence_date reason
M24          1    3     正常       规划          a1              2024-05-01    ~
M24          2    2     正常       规划          a2              2024-05-01    ~
M03          0    2     正常       批复          b1              2024-05-01    ~
M29          0    4     正常       验收          c1              2024-05-01    ~

F24 2025
milestone_id part level side_state evidence_name evidence_doc_no evidence_date reason
M24          1    4     正常       规划          a3              2025-05-01    ~
M24          2    2     正常       ~             ~               ~             ~
M03          0    2     暂缓       批复          b2              2025-03-01    暂缓
M29          0    1     正常       立项          c2              2025-03-01    新增

F28 2025
project_id programme milestone_id stage    town_code total_investment
P1         农村垃圾  M29          投用     A         100
P2         农村垃圾  M29          立项批复 A         100
""",
        """
        M24.level@2025   2  2  - notes=confirmed
        M24.p1@2025      4  4  - notes=advanced
        M24.p2@2025      2  2  - notes=carried_over
        M24.change@2025  0  0  -
        M03.level@2025   2  2  - notes=confirmed,suspended
        M29.level@2025   1  1  - notes=fallen
        M29.derived@2025 1  1  - notes=-
        M29.change@2025  -3 -3 -
        M08.level@2025   -  -  - reason=incomplete owing=mzj
        """,
        places="A V1",
    ),
    Spec(
        "推得等级与台账不一致时注明",
        "A derived level that differs from the ledger is noted",
        """
F24 2025
milestone_id part level side_state evidence_name evidence_doc_no evidence_date reason
M05          0    4     正常       验收          b1              2025-05-01    ~

F01 2025
compound_id stage
C1          验收
C2          开工
""",
        "M05.derived@2025 3 3 - notes=differs_from_ledger",
        places="A K1",
    ),
    Spec(
        "长效机制：判据未定只报项数；定为4级且允许22项未到后可判",
        "The long-term mechanism: counts alone while no criterion is set; judged once it is",
        """
F24 2025
milestone_id part level side_state evidence_name evidence_doc_no evidence_date reason
M01          0    3     正常       a             a               2025-05-01    ~
M02          0    4     正常       a             a               2025-05-01    ~
M07          0    4     正常       a             a               2025-05-01    ~
M43          0    3     正常       a             a               2025-05-01    ~
M08          0    3     正常       a             a               2025-05-01    ~
""",
        """
        M01.level@2025       3  3  undetermined reason=threshold_unset
        M01.total@2025       26 26 -
        M01.running@2025     3  3  -
        M01.established@2025 4  4  -
        M01.unreported@2025  22 22 -
        """,
        places="A",
    ),
    Spec(
        "没有任何单位报里程碑台账：应有几项仍然知道，到了哪一级不知道，不是0",
        "Nobody sent the milestone ledger: how many there should be is known, where they stand is not, and is not 0",
        """
F01 2025
compound_id stage
C1          验收
""",
        """
        M01.total@2025       26 26 -
        M01.unreported@2025  26 26 -
        M01.established@2025 -  -  - reason=not_submitted
        M01.advanced@2025    -  -  - reason=not_submitted
        """,
        places="A",
    ),
    Spec(
        "判据定为4级、允许24项未到",
        "The criterion is set to level 4 with 24 allowed to fall short",
        """
F24 2025
milestone_id part level side_state evidence_name evidence_doc_no evidence_date reason
M01          0    3     正常       a             a               2025-05-01    ~
M02          0    4     正常       a             a               2025-05-01    ~
M07          0    4     正常       a             a               2025-05-01    ~
""",
        "M01.level@2025 3 3 met",
        places="A",
        decisions={"m01.threshold": "4/24"},
    ),
    Spec(
        "督导：问题与整改，只计当年",
        "Inspections: problems and repairs, of the year alone",
        """
F21 2025
inspection_id held_on    method   places town_code problems fixed overdue
I1            2025-03-01 随机抽查 5      A         4        3     1
I2            2025-06-01 暗查暗访 2      na        2        1     0
I3            2024-06-01 暗查暗访 2      na        9        9     0
""",
        """
        M43.inspections@2025 2  2   -
        M43.problems@2025    6  6   -
        M43.problems@2025/A  4  4   -
        M43.rate@2025        67 4/6 -
        M43.unannounced@2025 1  1   -
        """,
        places="A B",
    ),
    Spec(
        "专家库只计人数；项目按环节计",
        "Pools count heads alone; projects are counted by stage",
        """
F26 2025
pool               rules_doc_no members members_local used_times
共同缔造活动专家库 r1           20      12            5
培训专家库         ~            8       8             2
县级培训基地       r2           na      na            4

F28 2025
project_id programme milestone_id stage    town_code total_investment facility_required facility_delivered
P1         城市更新  M03          在建     J         100.50           yes               no
P2         城市更新  M04          投用     na        200              no                ~
P3         城市更新  ~            立项批复 J         50               yes               yes

F18 2022
project_id source planned available disbursed paid reward_subsidy pooled_agri
""",
        """
        M37.members@2025   20 20 -
        M37.local@2025     12 12 -
        M41.used@2025      2  2  -
        M40.used@2025      4  4  -
        M06.projects@2025  3  3  -
        M06.in_use@2025    1  1  -
        M06.preparing@2025 1  1  -
        M06.required@2025  2  2  -
        M06.delivered@2025 1  1  -
        M06.derived@2025   2  2  -
        M03.investment@2025 100.50 100.5 -
        """,
        places="A J",
    ),
)
