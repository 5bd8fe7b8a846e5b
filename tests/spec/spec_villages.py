"""Q05–Q08 and the trends of the villages: T10–T12, T25, T26."""

from __future__ import annotations

from spec_text import Spec

FIVE = "has_facilities has_technology has_cleaners has_funds has_supervision"
NAMED = """
F07 2025
place_code level stage stage_date doc_no
V1..V9     县级  命名  2024-05-01 v
"""

VILLAGES = (
    Spec(
        "99.56%印成99.6会与“未达成”矛盾，多印一位；按未修约值比较",
        "99.56 % printed as 99.6 would contradict “not met”: one more decimal, and the exact value is judged",
        """
F05 2025
village_code pop_basis rural_pop central_pop tap_pop supply_mode
V1           常住      1250      1250        1244    规模化工程
W1           常住      1250      1250        1245    小型集中
""",
        """
        Q05@2025                99.56 2489/2500 not_met notes=basis:常住
        Q05@2025/A              99.5  1244/1250 -
        Q05@2025/B              99.6  1245/1250 -
        Q05.gap@2025            11    11        -
        Q05.villages_below@2025 1     1         -
        """,
        places="A B V1 W1",
    ),
    Spec(
        "正好99.6%为达成（“以上”含本数）",
        "Exactly 99.6 % is met: “at least” includes the bound",
        """
F05 2025
village_code pop_basis rural_pop central_pop tap_pop supply_mode
V1           常住      2500      2500        2490    规模化工程
""",
        "Q05@2025 99.6 2490/2500 met",
        places="A V1",
    ),
    Spec(
        "人口类：一村未报即不完整，不设上下界",
        "People: one village missing is incomplete, without bounds",
        """
F05 2025
village_code pop_basis rural_pop central_pop tap_pop supply_mode
V1           常住      1000      1000        1000    规模化工程
V2           常住      1000      1000        .       规模化工程
""",
        "Q05@2025 - - undetermined reason=incomplete low=- high=- numerator=1000 denominator=1000 owing=slj",
        places="A V1 V2",
    ),
    Spec(
        "余数3人的镇不公布，并隐去另一镇，使其无从反推",
        "A town with 3 people left over is hidden, and another town with it",
        """
F05 2025
village_code pop_basis rural_pop central_pop tap_pop supply_mode
V1           常住      1000      1000        997     规模化工程
W1           常住      1000      1000        990     规模化工程
""",
        """
        Q05@2025   99.4 1987/2000 not_met
        Q05@2025/A -    -         - reason=suppressed numerator=- denominator=-
        Q05@2025/B -    -         - reason=suppressed numerator=- denominator=-
        """,
        places="A B V1 W1",
    ),
    Spec(
        "口径与所定不同，不给出数值",
        "Reported on another basis than the decided one: no value",
        """
F05 2025
village_code pop_basis rural_pop central_pop tap_pop supply_mode
V1           户籍      1000      1000        999     规模化工程
""",
        "Q05@2025 - - undetermined reason=other_basis",
        places="A V1",
        decisions={"q05.pop_basis": "resident"},
    ),
    Spec(
        "五项全部为“是”才算治理；10村中9村，正好90%",
        "All five conditions must hold; 9 of 10 villages is exactly 90 %",
        f"""
F06 2025
village_code {FIVE} haul_mode sorting
V1..V9       yes yes yes yes yes 村收镇运县处理 yes
V10          yes yes yes yes no  镇域处理       no
""",
        """
        Q06@2025                  90   9/10 met
        Q06.untreated@2025        1    1    -
        Q06.lack.supervision@2025 1    1    -
        Q06.haul.town@2025        1    1    -
        T26@2025                  90   9/10 -
        """,
        places="A V1..V10",
    ),
    Spec(
        "一村未报，下界已达90%：达成",
        "One village missing, the lower bound reaches 90 %: met",
        f"""
F06 2025
village_code {FIVE}
V1..V9       yes yes yes yes yes
V10          yes yes yes yes .
""",
        "Q06@2025 - - met reason=incomplete low=90 high=100 numerator=9 denominator=10 owing=zjj",
        places="A V1..V10",
    ),
    Spec(
        "已有一项为“否”的村，其余空白不影响“未治理”",
        "A village with one no is untreated, whatever is blank beside it",
        f"""
F06 2025
village_code {FIVE}
V1..V8       yes yes yes yes yes
V9..V10      no  .   .   .   .
""",
        "Q06@2025 80 8/10 not_met",
        places="A V1..V10",
    ),
    Spec(
        "两村未报，上下界跨过90%：无法判定",
        "Two villages missing, the bounds lie on both sides of 90 %: undetermined",
        f"""
F06 2025
village_code {FIVE}
V1..V8       yes yes yes yes yes
V9..V10      .   .   .   .   .
""",
        "Q06@2025 - - undetermined reason=incomplete low=80 high=100",
        places="A V1..V10",
    ),
    Spec(
        "两村未报，上界也不到90%：未达成",
        "Two villages missing, the upper bound stays below 90 %: not met",
        f"""
F06 2025
village_code {FIVE}
V1..V6       yes yes yes yes yes
V7..V8       no  yes yes yes yes
V9..V10      .   .   .   .   .
""",
        "Q06@2025 - - not_met reason=incomplete low=60 high=80",
        places="A V1..V10",
    ),
    Spec(
        "定为其他标准后，五项不能作数",
        "Once another standard is decided, the five conditions say nothing",
        f"""
F06 2025
village_code {FIVE}
V1..V10      yes yes yes yes yes
""",
        "Q06@2025 - - undetermined reason=other_standard",
        places="A V1..V10",
        decisions={"q06.standard": "other"},
    ),
    Spec(
        "到期前逐年报是否符合下限",
        "Before it is due, a floor is answered year by year",
        f"""
F06 2023
village_code {FIVE}
V1..V9       yes yes yes yes yes
V10          no  yes yes yes yes
""",
        "Q06@2023 90 9/10 not_due notes=complies pace=not_assessed",
        places="A V1..V10",
    ),
    Spec(
        "示范村：多级命名只计一次，撤销的不计",
        "Demonstration villages: counted once whatever the levels, not when revoked",
        NAMED
        + """
F07 2024
place_code level stage    stage_date doc_no
V1..V9     县级  命名     2024-05-01 v
V10        县级  通过验收 2021-05-01 x
"""
        + """
""",
        """
        Q07@2024                   10 10 not_due notes=reached_ahead,assumed_base
        Q07.excluding_pre2022@2024 9  9  not_due
        Q07.new@2024               9  9  -
        Q07.if_provincial@2024     0  0  not_due
        Q07@2024/A                 10 10 -
        """,
        places="A V1..V11",
    ),
    Spec(
        "命名被撤销后累计数下降",
        "A revoked naming lowers the count",
        """
F07 2025
place_code level stage    stage_date doc_no
V1..V9     县级  命名     2024-05-01 v
V10        县级  命名     2023-05-01 x
V10        市级  通过验收 2023-06-01 y
V10        县级  撤销     2025-03-01 z
V10        市级  撤销     2025-03-01 z
V11        省级  创建中   2025-03-01 n
""",
        """
        Q07@2025          9 9 not_met
        Q07.revoked@2025  1 1 -
        Q07.creating@2025 1 1 -
        """,
        places="A V1..V11",
    ),
    Spec(
        "定为省级及以上后，只计国家级和省级",
        "Once provincial level and above is decided, lower levels do not count",
        """
F07 2025
place_code level  stage stage_date doc_no
V1..V9     县级   命名  2024-05-01 v
V1         省级   命名  2025-05-01 w
V2         国家级 命名  2025-05-01 w
""",
        "Q07@2025 2 2 not_met",
        places="A V1..V10",
        decisions={"q07.level": "provincial"},
    ),
    Spec(
        "定为不计2022年前命名的村",
        "Once villages named before 2022 are left out",
        """
F07 2025
place_code level stage    stage_date doc_no
V1..V9     县级  命名     2024-05-01 v
V10        县级  通过验收 2021-05-01 x
V10        省级  命名     2023-05-01 x
""",
        "Q07@2025 9 9 not_met",
        places="A V1..V10",
        decisions={"q07.scope_start": "exclude"},
    ),
    Spec(
        "示范农房：4户的镇不公布，另一镇补充隐去，全县照印",
        "Demonstration houses: a town with 4 is hidden and another with it; the county is printed",
        """
F08 2025
house_id village_code work structure      stage start_date accept_date
H1..H97  V1           新建 装配式钢结构   验收  2023-03-01 2024-05-01
H98..H101 W1          改造 砖混           验收  2023-03-01 2025-05-01
H102     W1           改造 砖混           在建  2025-03-01 ~
""",
        """
        Q08@2025           101 101 met
        Q08@2025/A         -   -   - reason=suppressed
        Q08@2025/B         -   -   - reason=suppressed
        Q08.steel@2025     97  97  -
        Q08.building@2025  -   -   - reason=suppressed
        Q08.renovated@2025 -   -   - reason=suppressed
        Q08.new_built@2025 -   -   - reason=suppressed
        M27.houses@2025    97  97  -
        """,
        places="A B V1 W1",
    ),
    Spec(
        "定为不计2022年前验收的农房",
        "Once houses accepted before 2022 are left out",
        """
F08 2025
house_id village_code work structure stage start_date accept_date
H1..H95  V1           新建 砖混      验收  2023-03-01 2024-05-01
H96..H100 V1          新建 砖混      验收  2020-03-01 2021-05-01
""",
        """
        Q08@2025                   95  95  not_met
        Q08.including_pre2022@2025 100 100 met
        """,
        places="A V1",
        decisions={"q08.scope_start": "exclude"},
    ),
    Spec(
        "户厕：全县为各村之和相除，不是各镇比率的平均",
        "Toilets: the county divides sums, it does not average the towns",
        """
F22 2025
village_code household_basis households sanitary flush_indoor suitable
V1           常住农户        100        90       50           yes
W1           常住农户        300        150      60           no
""",
        """
        T10@2025            27.5 110/400 -
        T10.sanitary@2025   60.0 240/400 -
        T10.households@2025 110  110     -
        T10@2025/A          50.0 50/100  -
        T10@2025/B          20.0 60/300  -
        T10.suitable@2025   1    1       -
        """,
        places="A B V1 W1",
    ),
    Spec(
        "户数口径与所定不同，不给出数值",
        "Households on another basis than the decided one: no value",
        """
F22 2025
village_code household_basis households sanitary flush_indoor suitable
V1           户籍农户        100        90       50           yes
""",
        "T10@2025 - - - reason=other_basis",
        places="A V1",
        decisions={"t10.household_basis": "resident"},
    ),
    Spec(
        "污水：按认定逐村计；未报时无法判断，不写零",
        "Sewage: village by village as found; unsent is not zero",
        """
F23 2024
village_code mode     households households_covered running treated
V1..V5       集中处理 100        80                 正常    yes
V6..V10      未治理   100        0                  na      no

F23 2025 missing
""",
        """
        T11@2024              50 5/10 -
        T11.mode.central@2024 5  5    -
        T11@2025              -  -    - reason=not_submitted owing=sthj numerator=-
        T11.change@2025       -  -    - reason=not_submitted
        """,
        places="A V1..V10",
    ),
    Spec(
        "定了受益户数门槛后，达不到的村不计",
        "Once a threshold of households is decided, villages below it do not count",
        """
F23 2025
village_code mode     households households_covered running treated
V1..V5       集中处理 100        80                 正常    yes
V6..V10      集中处理 100        50                 正常    yes
""",
        "T11@2025 50 5/10 -",
        places="A V1..V10",
        decisions={"t11.threshold": "60"},
    ),
    Spec(
        "环卫设施：类型不同不相加；一镇未报，该类合计不完整",
        "Sanitation facilities: kinds never add up; one town missing leaves the kind incomplete",
        """
F25 2025
town_code facility       count_year_end added renewed retired
A         镇区分类收集箱 30             5     4       0
B         镇区分类收集箱 20             0     3       0
A         垃圾转运站     2              0     1       0
B         垃圾转运站     .              0     .       0
A         收运车辆       4              0     1       0
B         收运车辆       3              0     0       0
A         压缩设备       1              0     0       0
B         压缩设备       1              0     1       0
A         公共厕所       6              0     0       0
B         公共厕所       5              0     2       0
""",
        """
        T12.boxes@2025      50 50 -
        T12.stations@2025   -  -  - reason=incomplete numerator=2 owing=zjj
        T12.stations@2025/A 2  2  -
        T25.boxes@2025      7  7  -
        T25.toilets@2025    2  2  -
        """,
        places="A B V1 W1",
    ),
    Spec(
        "分类：开展分类的村除以全部村",
        "Sorting: villages that sort over all villages",
        """
F06 2025
village_code sorting
V1..V3       yes
V4           no
""",
        """
        T26@2025          75 3/4 -
        T26.villages@2025 3  3   -
        """,
        places="A V1..V4",
    ),
)
