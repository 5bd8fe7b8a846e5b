"""The trends without a number: T01–T09, T13–T24, T27–T31."""

from __future__ import annotations

from spec_text import Spec

FOUR = "K1 K2 K3 K4"
COMPOUNDS = """
F29 2025
compound_id community_code in_renovation_list in_built_up_area households
C1..C4      K1             yes                yes              10
"""
MONEY = """
F28 2024
project_id programme town_code milestone_id stage total_investment
P1         老旧小区  J         ~            在建  500
P2         供水      na        ~            在建  500

F28 2025
project_id programme town_code milestone_id stage total_investment
P1         老旧小区  J         ~            完工  500
P2         供水      na        ~            在建  500
P3         改厕      A         ~            在建  500

F18 2024
project_id source planned available disbursed paid reward_subsidy pooled_agri
P1         中央   100     90.00     80.00     70   na             na
P1         居民   10      10.00     na        10   na             na

F18 2025
project_id source   planned available disbursed paid  reward_subsidy pooled_agri
P1         中央     100     60.00     70.00     60    0              0
P1         省级     10      10.00     5.00      5     0              0
P1         居民     20      20.00     na        20    na             na
P1         社会资本 10      10.00     na        10    na             na
P2         县级     50      50.00     50.00     40.25 12.50          20
P3         社会资本 50      50.00     na        50    na             na
"""

TRENDS = (
    Spec(
        "整体达标的社区数除以4，分母小于20只印整数；不适用的项不进分母",
        "Communities over four, in whole numbers since n < 20; items that do not apply leave the denominator",
        """
F11 2022
community_code item    met
K1..K4         C0      no
K1..K4         C1..C19 yes
K1..K4         C20     no

F11 2025
community_code item    met
K1..K3         C0      yes
K4             C0      no
K1..K4         C1..C19 yes
K1..K3         C20     yes
K4             C20     na
K1..K4         L1..L4  yes
K1..K3         L5      no
K4             L5      .
""",
        """
        T01@2025            75   3/4   -
        T01.items@2025      100.0 79/79 -
        T01.met@2025        3    3     - denominator=4
        T01.since_base@2025 3    3     - unit=个
        T01@2025/K4         0    0/1   -
        T02@2025            -    -     - reason=incomplete low=80.0 high=85.0 numerator=16 denominator=20
        T02.market@2025     4    4     -
        T31@2025            100  3/3   -
        T31.gaps@2025       3    3     -
        """,
        places=FOUR,
    ),
    Spec(
        "2022年没有台账就没有基期，补齐率不给出",
        "Without a ledger for 2022 there is no base for gaps closed",
        """
F11 2025
community_code item    met
K1             C1..C20 yes
""",
        "T31@2025 - - - reason=no_base owing=mzj",
        places="K1",
    ),
    Spec(
        "2022年末缺的4项中补上3项",
        "Of four items missing at the end of 2022, three are closed",
        """
F11 2022
community_code item    met
K1             C1..C4  no
K1             C5..C20 yes

F11 2025
community_code item    met
K1             C1..C3  yes
K1             C4      no
K1             C5..C20 yes
""",
        """
        T31@2025        75 3/4 -
        T31.open@2025   1  1   -
        """,
        places="K1",
    ),
    Spec(
        "定了“基本补齐”的判据后，在比率旁注明是否达到",
        "Once “basically closed” is decided, the rate says whether it is reached",
        """
F11 2022
community_code item    met
K1             C1..C4  no
K1             C5..C20 yes

F11 2025
community_code item    met
K1             C1..C3  yes
K1             C4      no
K1             C5..C20 yes
""",
        "T31@2025 75 3/4 - notes=threshold_not_reached",
        places="K1",
        decisions={"t31.threshold": "80"},
    ),
    Spec(
        "诉求：热线和其他渠道另列，不进比率",
        "Requests: hotline and other channels stay apart",
        """
F13 2025
community_code month   channel      received answered due_count closed overdue_closed
K1             M1..M12 网格         2        2        2         1      0
K1             M1..M12 走访摸排调研 1        0        1         1      1
K1             M1..M12 热线         5        5        5         5      0
""",
        """
        T03@2025                  66.7 24/36 -
        T04@2025                  66.7 24/36 -
        T03.received.grid@2025    24   24    -
        T03.received.hotline@2025 60   60    -
        T04.overdue@2025          12   12    -
        T03@2025/K1               66.7 24/36 -
        """,
        places="K1",
    ),
    Spec(
        "诉求：一格空白即不完整；印出已报部分",
        "Requests: one blank cell is incomplete; the reported part is shown",
        """
F13 2025
community_code month   channel received answered due_count closed overdue_closed
K1             M1..M11 网格    2        2        2         1      0
K1             M12     网格    2        .        2         1      0
""",
        "T03@2025 - - - reason=incomplete numerator=22 denominator=24 owing=mzj",
        places="K1",
    ),
    Spec(
        "诉求：一个社区整年没有报，不当作没有诉求",
        "Requests: a community without any row has not had none, it has not reported",
        """
F13 2025
community_code month   channel received answered due_count closed overdue_closed
K1             M1..M12 网格    2        2        2         1      0
""",
        "T03@2025 - - - reason=incomplete",
        places="K1 K2",
    ),
    Spec(
        "智慧安防：不适用的不问，只印合计",
        "Smart security: not asked where it does not apply; the total alone is printed",
        COMPOUNDS
        + """
F01 2025
compound_id stage smart_security accept_date consulted consult_date start_date covenant_signed management_mode
C1          验收  yes            2025-05-01  yes       2024-01-01   2024-03-01 yes             物业服务企业
C2          验收  no             2025-05-01  yes       2024-03-01   2024-03-01 no              社区托管
C3          开工  na             ~           no        ~            2025-03-01 ~               ~
C4          已列计划 yes         ~           no        ~            ~          ~               ~
""",
        """
        T05@2025         2  2   -
        T17@2025         33 1/3 -
        T18@2025         50 1/2 -
        T18.company@2025 1  1   -
        Q01@2025         2  2   undetermined reason=threshold_unset
        """,
        places="K1",
    ),
    Spec(
        "资金：来源、用途、累计；到位、拨付、支付不相加",
        "Funds: by source, by use, since 2022; received, disbursed and paid never add up",
        MONEY.replace("2024", "2022"),
        """
        T15@2022                100.00 100    -
        T15.source.central@2022 90.00  90     -
        T06@2022                10.0   10/100 -
        """,
        places="J A",
    ),
    Spec(
        "资金：单年与2022年以来累计",
        "Funds: of the year, and since 2022",
        MONEY.replace("2024", "2022").replace("2025", "2023"),
        """
        T15@2023                200.00 200  -
        T15.cumulative@2023     300.00 300  -
        T15.paid@2023           185.25 185.25 -
        T15.source.central@2023 60.00  60   -
        T15.use.compounds@2023  100.00 100  -
        T15.growth@2023         100.0  100  -
        T06@2023                30.0   30/100 -
        T06.total@2023          20.0   40/200 -
        T16@2023                96.9   155/160 -
        T16.gap@2023            5.00   5    -
        T27@2023                60.00  60   -
        T27.leverage@2023       5000.00 600000/120 -
        T28@2023                66.7   100/150 -
        T28.unallocated@2023    50.00  50   -
        M34.reward@2023         12.50  12.5 -
        """,
        places="J A",
    ),
    Spec(
        "资金：一格空白，合计不完整",
        "Funds: one blank amount leaves the sum incomplete",
        """
F28 2022
project_id programme town_code milestone_id stage total_investment
P1         老旧小区  J         ~            在建  500

F18 2022
project_id source planned available disbursed paid reward_subsidy pooled_agri
P1         中央   100     90.00     80.00     70   na             na
P1         居民   10      .         na        10   na             na
""",
        "T15@2022 - - - reason=incomplete numerator=90 owing=czj",
        places="J A",
    ),
    Spec(
        "体检与评价分开计",
        "Health check and appraisal are counted apart",
        """
F12 2025
unit_code unit_kind in_health_check in_mgmt_appraisal
K1..K3    社区      yes             yes
K4        社区      yes             no
C1        小区      no              no
""",
        """
        T07@2025           100 4/4 -
        T07.check@2025     100 4/4 -
        T07.appraisal@2025 75  3/4 -
        """,
        places=FOUR,
    ),
    Spec(
        "雨污分流：小区、机关、主干道不相加；调出清单的不再计",
        "Separation: compounds, premises and roads never add up; what left the list is not asked",
        """
F14 2025
object_id object_kind work_type length_m stage    accept_date
O1        住宅小区    雨污分流  100      验收     2024-05-01
O2        住宅小区    两者      200      验收     2025-05-01
O3        住宅小区    雨污分流  300      开工     ~
O4        住宅小区    雨污分流  300      调出     ~
O5        机关单位    雨污分流  50       已列计划 ~
O6        主干道      雨污分流  na       验收     2025-06-01
O7        内涝点      内涝治理  na       验收     2025-06-01
""",
        """
        T08@2025               2   2   - denominator=3
        T08.compound.rate@2025 67  2/3 -
        T08.compound.new@2025  1   1   -
        T08.org@2025           0   0   - denominator=1
        T08.road@2025          1   1   -
        T08.length@2025        300 300 -
        T22@2025               2   2   - denominator=2
        """,
        places="K1",
    ),
    Spec(
        "清单台账未报：上年已验收的沿用为下界",
        "The list did not come: what was accepted last year is a lower bound",
        """
F14 2024
object_id object_kind work_type length_m stage accept_date
O1        内涝点      内涝治理  100      验收  2024-05-01
O2        内涝点      内涝治理  100      开工  ~

F14 2025 missing
""",
        "T22@2025 - - - reason=not_submitted low=1 high=2 notes=carried_over owing=zjj",
        places="K1",
    ),
    Spec(
        "试点：镇、村、社区分列；退出的不计",
        "Pilots: towns, villages and communities apart; one that left does not count",
        """
F09 2025
place_code level stage    stage_date doc_no
J          县级  启动     2022-11-01 j
A          县级  启动     2025-04-01 a
V1         县级  列入试点 2025-04-01 v
V2         县级  启动     2024-04-01 v
V2         县级  退出     2025-04-01 v
K1         县级  启动     2025-04-01 k
""",
        """
        T09@2025             2 2 -
        T09.town.added@2025  1 1 -
        T09.town.new@2025    1 1 -
        T09.village@2025     0 0 -
        T09.community@2025   1 1 -
        T09.stage.left@2025  1 1 -
        """,
        places="J JF A V1 V2 K1",
    ),
    Spec(
        "技术服务：村和社区一起算，也分开算",
        "Technical service: villages and communities together and apart",
        """
F17 2025
place_code has_resident_tech service_mode service_visits design_visits org_visits
V1..V3     yes               驻点         4              2             0
V4         no                ~            0              0             0
K1         yes               挂包         6              0             3
""",
        """
        T13@2025                80  4/5 -
        T13.village@2025        75  3/4 -
        T13.community@2025      100 1/1 -
        T13.mode.stationed@2025 3   3   -
        T13.visits@2025         18  18  -
        M38.visits@2025         6   6   -
        M46.visits@2025         3   3   -
        """,
        places="A J V1..V4 K1",
    ),
    Spec(
        "培训：人次合计，场次按条件分列；没有场次是0，不是未报",
        "Training: attendances add up, sessions by condition; none held is zero, not missing",
        """
F16 2024
session_id held_on topic organiser audience attendances in_cadre_plan at_base

F16 2025
session_id held_on    topic organiser audience attendances in_cadre_plan at_base
S1         2025-03-01 a     zjj       技术人员 40          no            否
S2         2025-05-01 b     zjj       群众     60          no            县级基地
S3         2025-06-01 c     zjj       机关干部 20          yes           省级基地
""",
        """
        T14@2024                    0   0   -
        T14@2025                    120 120 -
        T14.sessions@2025           3   3   -
        T14.base@2025               2   2   -
        T14.cadre@2025              1   1   -
        T14.audience.residents@2025 60  60  -
        T14.growth@2025             -   -   - reason=small_base
        T29@2025                    40  40  -
        """,
        places="A",
    ),
    Spec(
        "撤桶并点且定点投放才算",
        "Consolidated bins and fixed-point drop-off must both hold",
        COMPOUNDS
        + """
F02 2025
compound_id bins_consolidated fixed_point
C1..C2      yes               yes
C3          yes               no
C4          no                yes
""",
        "T19@2025 50 2/4 -",
        places="K1",
    ),
    Spec(
        "居民公约：社区数印x/4；村的行不算",
        "Covenants: communities of four; rows of villages do not count",
        """
F15 2025
place_code covenant_has_sorting
K1..K3     yes
K4         no
V1         yes
""",
        "T20@2025 3 3 - denominator=4",
        places="K1 K2 K3 K4 A V1",
    ),
    Spec(
        "绿色社区：五类分列；南坊社区另列，不进全县",
        "Green criteria: by area; a community outside the list is shown apart",
        """
F10 2024
community_code item    met recognised_on doc_no
K1..K3         G1..G16 no  ~             ~

F10 2025
community_code item    met recognised_on doc_no
K1             G1..G8  yes ~             ~
K1             G9..G16 no  ~             ~
K2..K3         G1..G16 no  ~             ~
K4             G1..G16 yes ~             ~
""",
        """
        T21@2025                16.7 8/48 -
        T21.mechanism@2025      33   3/9  -
        T21.new@2025            8    8    -
        T21.met.livability@2025 2    2    -
        T21.met.culture@2025/K4 3    3    -
        T21@2025/K4             100  16/16 -
        T21.change@2025         16.7 50/3 - unit=个百分点
        T21.change_count@2025   8    8    - unit=项
        T21.mechanism.change@2025 3  3    - unit=项
        """,
        places=FOUR,
    ),
    Spec(
        "综合服务设施按村和社区计，镇级三类按格计",
        "Service facilities by village and community, the towns' three kinds by cell",
        """
F27 2025
place_code facility     available
V1..V3     综合服务设施 yes
V4         综合服务设施 no
K1         综合服务设施 yes
A          镇综合文化站 yes
A          镇体育场地   no
A          镇卫生院     yes
J          镇综合文化站 yes
J          镇体育场地   yes
J          镇卫生院     yes
""",
        """
        T23@2025         80  4/5 -
        T23.village@2025 75  3/4 -
        T23@2025/A       75  3/4 -
        T24@2025         83  5/6 -
        T24.sports@2025  1   1   - denominator=2
        T24@2025/A       67  2/3 -
        """,
        places="A J V1..V4 K1",
    ),
    Spec(
        "宣传：典型案例按首发计，不论渠道",
        "Publicity: good-practice cases by first publication, whatever the channel",
        """
F20 2025
channel  kind     posts reposts
微信     典型案例 4     2
微信     一般信息 20    9
广播电视 典型案例 3     1
""",
        """
        T30@2025              7  7  -
        M45.posts@2025        27 27 -
        M45.posts.wechat@2025 24 24 -
        """,
        places="A",
    ),
)
