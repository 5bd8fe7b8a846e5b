"""Q01–Q04, Q09, Q10: what the plan sets for compounds, waste, towns, pilots and green communities."""

from __future__ import annotations

from spec_text import Spec

LIST = """
F29 2025
compound_id community_code in_renovation_list households
C1..C74     K1             yes                50
"""
SEVENTY_TWO = (
    LIST
    + """
F01 2025
compound_id stage accept_date
C1..C59     验收  2024-06-30
C60..C72    验收  2025-06-30
C73..C74    开工  ~
"""
)
PATH = """
F29 2022
compound_id community_code in_renovation_list households
C1..C74     K1             yes                50

F29 2024
compound_id community_code in_renovation_list households
C1..C74     K1             yes                50

F01 2022
compound_id stage accept_date
C1..C24     验收  2022-06-30
C25..C74    开工  ~

F01 2024
compound_id stage accept_date
C1..C59     验收  2024-06-30
C60..C74    开工  ~
"""
SORTING = """
F29 2022
compound_id community_code in_built_up_area households
C1..C10     K1             yes              100

F29 2023
compound_id community_code in_built_up_area households
C1..C10     K1             yes              100

F29 2024
compound_id community_code in_built_up_area households
C1..C10     K1             yes              100

F29 2025
compound_id community_code in_built_up_area households
C1..C9      K1             yes              100
C10         K1             yes              300
"""
COVERED = """
F02 {year}
compound_id separate_collect separate_transport
{yes}       yes              yes
{no}        yes              no
"""
ALL_COVERED = """
F02 {year}
compound_id separate_collect separate_transport
C1..C10     yes              yes
"""


def _covered(year: int, number: int) -> str:
    if number == 10:
        return ALL_COVERED.format(year=year)
    return COVERED.format(year=year, yes=f"C1..C{number}", no=f"C{number + 1}..C10")


def _sorting(*numbers: int) -> str:
    """Draw the sorting of four years: so many of ten compounds, or a form that did not come (0)."""
    years = zip(range(2022, 2026), numbers, strict=True)
    return SORTING + "".join(_covered(year, number) for year, number in years if number)


TARGETS = (
    Spec(
        "“基本完成”未定时，不足74个不判未达成",
        "While “basically completed” is not decided, fewer than 74 is never “not met”",
        SEVENTY_TWO,
        """
        Q01@2025            72    72    undetermined reason=threshold_unset numerator=72 denominator=74
        Q01.rate@2025       97.3  72/74 -
        Q01.new@2025        13    13    -
        Q01.households@2025 650   650   -
        Q01.building@2025   2     2     -
        """,
        places="K1",
    ),
    Spec(
        "人设定容差2个后，72个为基本达成",
        "With a tolerance of two set by a person, 72 is met within tolerance",
        SEVENTY_TWO,
        "Q01@2025 72 72 met_within_tolerance reason=-",
        places="K1",
        decisions={"q01.tolerance": "2"},
    ),
    Spec(
        "容差1个时，72个未达成",
        "With a tolerance of one, 72 is not met",
        SEVENTY_TWO,
        "Q01@2025 72 72 not_met",
        places="K1",
        decisions={"q01.tolerance": "1"},
    ),
    Spec(
        "2022年前验收的计入与否，两种结果都印",
        "Acceptances before 2022: both results are printed while nobody has decided",
        LIST
        + """
F01 2025
compound_id stage accept_date
C1..C4      验收  2021-06-30
C5..C74     验收  2025-06-30
""",
        """
        Q01@2025                   74 74 met
        Q01.including_pre2022@2025 74 74 met
        Q01.excluding_pre2022@2025 70 70 undetermined reason=threshold_unset
        """,
        places="K1",
    ),
    Spec(
        "定为不计后，头条数随之改变",
        "Once they are left out by decision, the headline changes",
        LIST
        + """
F01 2025
compound_id stage accept_date
C1..C4      验收  2021-06-30
C5..C74     验收  2025-06-30
""",
        "Q01@2025 70 70 undetermined reason=threshold_unset",
        places="K1",
        decisions={"q01.scope_start": "exclude"},
    ),
    Spec(
        "台账未报，上年已验收的74个沿用，仍可判达成",
        "The form did not come: last year's 74 acceptances still stand and decide",
        LIST
        + """
F01 2024
compound_id stage accept_date
C1..C74     验收  2024-06-30

F01 2025 missing
""",
        "Q01@2025 - - met reason=not_submitted low=74 notes=carried_over,assumed_base owing=zjj pace=achieved",
        places="K1",
    ),
    Spec(
        "台账未报，上年的70个只是下界，无法判定",
        "The form did not come: last year's 70 are a lower bound and decide nothing",
        LIST
        + """
F01 2024
compound_id stage accept_date
C1..C70     验收  2024-06-30
C71..C74    开工  ~

F01 2025 missing
""",
        "Q01@2025 - - undetermined reason=not_submitted low=70 high=74 owing=zjj",
        places="K1",
    ),
    Spec(
        "进度：从2022年的24个到74个，线性路径比",
        "Pace: from 24 in 2022 toward 74, the linear path ratio",
        PATH,
        """
        Q01@2022            24    24   not_due pace=base_year
        Q01@2024            59    59   not_due pace=on_track notes=assumed_base
        Q01.level@2024      70.0  70   -
        Q01.pace@2024       1.05  1.05 -
        Q01.projection@2024 76.5  76.5 -
        Q01.gap@2024        2.5   2.5  -
        Q01.pace_cagr@2024  1.25  -    - pace=on_track
        Q01.since_base@2024 35    35   -
        Q01.change@2024     -     -    - reason=no_earlier_year
        """,
        places="K1",
    ),
    Spec(
        "推算值恰为整数时，个数印整数",
        "A count that is projected to a whole number is printed as one",
        PATH.replace("C59", "C60").replace("C60..", "C61.."),
        """
        Q01.projection@2024 78 78 -
        Q01.gap@2024        4  4  -
        """,
        places="K1",
    ),
    Spec(
        "年度计划：完成率为年末累计数除以计划数",
        "With an annual plan, completion is the count at year-end over the planned count",
        SEVENTY_TWO,
        "Q01.completion@2025 97.3 3600/37 -",
        places="K1",
        annual_plan={"Q01": "74"},
    ),
    Spec(
        "表报来但未通过核对，不作0",
        "A form that was not accepted is not zero",
        LIST + "\nF01 2025 rejected\n",
        "Q01@2025 - - undetermined reason=rejected numerator=- owing=zjj",
        places="K1",
    ),
    Spec(
        "两个条件分开判定：不低于70%，且逐年提高",
        "Two conditions, judged apart: at least 70 % and rising every year",
        _sorting(6, 7, 8, 9),
        """
        Q02@2022              60 6/10 not_due notes=falls_short
        Q02@2023              70 7/10 not_due notes=complies,rose
        Q02@2025              90 9/10 met
        Q02.floor@2025        90 9/10 met
        Q02.rising@2025       1  1    met unit=个
        Q02.change@2025       1  1    - unit=个
        Q02.households@2025   75.0 900/1200 not_met
        """,
        places="K1 K2 K3 K4",
    ),
    Spec(
        "2024年没有提高：逐年看未达成，只看2025年则达成",
        "No rise in 2024: not met year by year, met if 2025 alone is looked at",
        _sorting(6, 8, 8, 9),
        """
        Q02@2024                  80 8/10 not_due notes=complies,did_not_rise
        Q02@2025                  90 9/10 not_met notes=scope_unset
        Q02.rising_every_year@2025 - - not_met
        Q02.rising_2025_only@2025  - - met
        """,
        places="K1",
    ),
    Spec(
        "定为只看2025年后，头条判定随之改变",
        "Once 2025 alone is decided, the headline verdict follows",
        _sorting(6, 8, 8, 9),
        "Q02@2025 90 9/10 met notes=-",
        places="K1",
        decisions={"q02.rising_scope": "2025_only"},
    ),
    Spec(
        "上年已是100%的，持平视为提高",
        "Level at 100 % counts as rising",
        _sorting(8, 9, 10, 10),
        "Q02@2025 100 10/10 met",
        places="K1",
    ),
    Spec(
        "缺一年：该年与次年无从比较，提高无法判定",
        "A year is missing: the rise cannot be determined",
        _sorting(6, 7, 0, 9),
        """
        Q02@2025              90 9/10 undetermined reason=incomplete
        Q02.floor@2025        90 9/10 met
        Q02.rising@2025       - - undetermined reason=incomplete owing=zjj
        """,
        places="K1",
    ),
    Spec(
        "两个小区未报：上下界都在70%以上且都高于上年，仍可判",
        "Two compounds missing: both bounds lie above 70 % and above last year",
        SORTING
        + _covered(2022, 6)
        + _covered(2023, 7)
        + """
F02 2024
compound_id separate_collect separate_transport
C1..C8      yes              yes
C9..C10     .                .
""",
        "Q02@2024 - - not_due reason=incomplete low=80 high=100 numerator=8 denominator=10 notes=complies,rose owing=zjj",
        places="K1",
    ),
    Spec(
        "年末已停用、次年才启用的小区都不进分母",
        "Compounds out of use at year-end, or not yet in use, leave the denominator",
        """
F29 2022
compound_id community_code in_built_up_area households valid_from valid_to
C1..C2      K1             yes              100        2020-01-01 .
C3          K1             yes              100        2020-01-01 2022-06-30
C4          K1             yes              100        2023-01-01 .
C5          K1             no               100        2020-01-01 .

F02 2022
compound_id separate_collect separate_transport fixed_point drop_points
C1          yes              yes                yes         3
C2..C5      no               yes                no          .
""",
        """
        Q02@2022             50 1/2 not_due numerator=1 denominator=2
        Q02.drop_points@2022 3  3   -
        """,
        places="K1",
    ),
    Spec(
        "定为按户数计后，分子分母都换成户",
        "Once households are decided, both numerator and denominator are households",
        _sorting(6, 7, 8, 9),
        "Q02@2025 75.0 900/1200 not_met numerator=900 denominator=1200",
        places="K1",
        decisions={"q02.denominator": "households"},
    ),
    Spec(
        "回收利用率：热解不计入；可回收物未在清运量内的加进产生量",
        "Recovery: thermal treatment does not count; recyclables kept apart are added to what was collected",
        """
F03 2025
scope      month   generated_t collected_t recyclables_t recyclables_in_collected kitchen_t kitchen_residue_t hazardous_t thermal_t landfill_t weighing
县城建成区 M1..M12 na          90          30            no                       20        5                 0           50        20         全部过磅
""",
        """
        Q03@2025                 37.5   540/1440  met
        Q03.recovered@2025       540.00 540       -
        Q03.generated@2025       1440.00 1440     -
        Q03.balance@2025         60.00  60        -
        Q03.thermal_counted@2025 79.2   1140/1440 met
        """,
        places="K1",
    ),
    Spec(
        "十二个月缺一即不完整，不按月均推算",
        "One month missing: incomplete, never extrapolated",
        """
F03 2025
scope      month   collected_t recyclables_t recyclables_in_collected kitchen_t kitchen_residue_t hazardous_t thermal_t landfill_t
县城建成区 M1..M11 90          30            no                       20        5                 0           50        20
""",
        "Q03@2025 - - undetermined reason=incomplete numerator=495 denominator=1320 low=- high=-",
        places="K1",
    ),
    Spec(
        "34.96%印成35.0会与“未达成”矛盾，多印一位",
        "34.96 % printed as 35.0 would contradict “not met”: one more decimal",
        """
F03 2025
scope      month   generated_t collected_t recyclables_t recyclables_in_collected kitchen_t kitchen_residue_t hazardous_t thermal_t landfill_t
县城建成区 M1..M12 10000       10000       3496          yes                      0         0                 0           0         6504
""",
        "Q03@2025 34.96 41952/120000 not_met",
        places="K1",
    ),
    Spec(
        "到期前高于目标值，只写“已高于目标值”",
        "Above the target value before it is due: noted, not judged",
        """
F03 2024 preliminary
scope month   generated_t collected_t recyclables_t recyclables_in_collected kitchen_t kitchen_residue_t hazardous_t thermal_t landfill_t
全县  M1..M12 100         100         40            yes                      0         0                 0           0         60
""",
        "Q03@2024 40.0 480/1200 not_due notes=scope:全县,above_target_value,assumed_base state=preliminary",
        places="K1",
    ),
    Spec(
        "两个范围判定不一致而范围未定，无法判定",
        "Two scopes disagree and nobody has decided: undetermined",
        """
F03 2025
scope      month   generated_t collected_t recyclables_t recyclables_in_collected kitchen_t kitchen_residue_t hazardous_t thermal_t landfill_t
县城建成区 M1..M12 100         100         40            yes                      0         0                 0           0         60
全县       M1..M12 200         200         60            yes                      0         0                 0           0         140
""",
        """
        Q03@2025          40.0 480/1200 undetermined reason=threshold_unset
        Q03.built_up@2025 40.0 480/1200 met
        Q03.county@2025   30.0 720/2400 not_met
        """,
        places="K1",
    ),
    Spec(
        "定为全县后按全县判定",
        "Once the county is decided, it is judged",
        """
F03 2025
scope      month   generated_t collected_t recyclables_t recyclables_in_collected kitchen_t kitchen_residue_t hazardous_t thermal_t landfill_t
县城建成区 M1..M12 100         100         40            yes                      0         0                 0           0         60
全县       M1..M12 200         200         60            yes                      0         0                 0           0         140
""",
        "Q03@2025 30.0 720/2400 not_met",
        places="K1",
        decisions={"q03.scope": "county"},
    ),
    Spec(
        "定为热解计入后，比率随之提高",
        "Once pyrolysis counts by decision, the rate follows",
        """
F03 2025
scope month   generated_t collected_t recyclables_t recyclables_in_collected kitchen_t kitchen_residue_t hazardous_t thermal_t landfill_t
全县  M1..M12 100         100         30            yes                      0         0                 0           20        50
""",
        "Q03@2025 50.0 600/1200 met",
        places="K1",
        decisions={"q03.pyrolysis": "recovery"},
    ),
    Spec(
        "定了差额幅度而进出量差得更多，不作判定",
        "The balance is off by more than the decided tolerance: no verdict",
        """
F03 2025
scope month   generated_t collected_t recyclables_t recyclables_in_collected kitchen_t kitchen_residue_t hazardous_t thermal_t landfill_t
全县  M1..M12 100         100         40            yes                      0         0                 0           0         50
""",
        "Q03@2025 40.0 480/1200 undetermined reason=unbalanced",
        places="K1",
        decisions={"q03.mass_balance_tolerance": "5"},
    ),
    Spec(
        "示范镇：2021年前命名的不计，撤销的不计，列入和创建中另列",
        "Demonstration towns: named before 2021 or revoked do not count; listed and building are shown apart",
        """
F04 2025
place_code level stage        stage_date doc_no
A          省级  创建中       2022-03-01 a1
A          省级  命名         2024-05-01 a2
B          省级  命名         2020-05-01 b1
J          省级  列入建设名单 2025-05-01 j1
JF         省级  命名         2023-05-01 f1
JF         省级  撤销         2025-01-01 f2
""",
        """
        Q04@2025           1 1 met
        Q04.listed@2025    1 1 -
        Q04.named@2025     2 2 -
        Q04.revoked@2025   1 1 -
        Q04.if_listed@2025 2 2 met
        Q04@2025/A         1 1 -
        Q04@2025/B         0 0 -
        """,
        places="A B J JF",
    ),
    Spec(
        "提前达到：到期前已有一镇命名",
        "Reached ahead of time: a town is named before the target is due",
        """
F04 2024
place_code level stage    stage_date doc_no
A          省级  通过验收 2024-05-01 a1
""",
        "Q04@2024 1 1 not_due notes=reached_ahead,assumed_base",
        places="A B",
    ),
    Spec(
        "定为命名才算后，通过验收的不再计入",
        "Once naming alone counts, acceptance does not",
        """
F04 2025
place_code level stage    stage_date doc_no
A          省级  通过验收 2024-05-01 a1
""",
        "Q04@2025 0 0 not_met",
        places="A B",
        decisions={"q04.counts_as_built": "named"},
    ),
    Spec(
        "名单类：两镇逐个判定，须有文号",
        "A named list: both towns judged one by one, each with a document",
        """
F09 2025
place_code level stage    stage_date doc_no
J          县级  方案印发 2022-10-01 j1
J          县级  启动     2022-11-01 j2
JF         县级  启动     2023-04-01 .
""",
        "Q09@2025 1 1 not_met numerator=1 denominator=2",
        places="J JF A",
    ),
    Spec(
        "台账未报，上年已启动的两镇仍算",
        "The form did not come: both towns had started, and that stands",
        """
F09 2024
place_code level stage stage_date doc_no
J          县级  启动  2022-11-01 j2
JF         县级  启动  2023-04-01 f2

F09 2025 missing
""",
        "Q09@2025 - - met reason=not_submitted low=2 notes=carried_over,assumed_base",
        places="J JF A",
    ),
    Spec(
        "绿色社区：三个层次都印，头条按认定文件",
        "Green communities: three readings are printed, the headline takes recognition by document",
        """
F10 2025
community_code item       met recognised_on doc_no
K1             G00        no  ~             ~
K1             G1..G16    yes ~             ~
K2             G00        yes 2025-06-30    k2
K2             G1..G16    yes ~             ~
K3             G00        yes 2025-06-30    k3
K3             G1..G15    yes ~             ~
K3             G16        na  ~             ~
""",
        """
        Q10@2025         2 2 not_met numerator=2 denominator=3
        Q10.started@2025 3 3 met
        Q10.checked@2025 3 3 met
        Q10@2025/K1      0 0 -
        T21@2025         100.0 47/47 -
        T21.culture@2025 100 8/8 -
        """,
        places="K1 K2 K3 K4",
    ),
    Spec(
        "定为自查达标后，头条判定随之改变",
        "Once self-checks are decided, the headline verdict follows",
        """
F10 2025
community_code item    met recognised_on doc_no
K1             G1..G16 yes ~             ~
K2             G1..G16 yes ~             ~
K3             G1..G16 yes ~             ~
""",
        "Q10@2025 3 3 met",
        places="K1 K2 K3",
        decisions={"q10.counts_as_done": "self_checked"},
    ),
)
