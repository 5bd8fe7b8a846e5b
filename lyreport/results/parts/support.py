"""Parts of the overview, self-assessment, support and organization chapters (clauses 一, 四 and 五)."""

from __future__ import annotations

from lyreport.results.parts.shape import (
    ATTENDANCES,
    COMMUNITIES,
    FORMS,
    HOUSEHOLDS,
    INSPECTED,
    INSPECTIONS,
    INSTRUMENTS,
    MILESTONES,
    MONEY,
    PEOPLE,
    PERCENT,
    PLACES,
    POSTS,
    PROBLEMS,
    QUESTIONNAIRES,
    RESPONSES,
    SESSIONS,
    STRATA,
    TARGETS,
    TIMES,
    TOWNS,
    VILLAGES,
    VISITS,
    Row,
)

SOURCES: tuple[tuple[str, str, str], ...] = (
    ("中央", "central", "central government"),
    ("省级", "provincial", "provincial government"),
    ("市级", "municipal", "municipal government"),
    ("县级", "county", "county government"),
    ("专项债券", "bonds", "special-purpose bonds"),
    ("产权单位", "owners", "property-owning units"),
    ("专营单位", "utilities", "utility companies"),
    ("社会资本", "capital", "non-governmental capital"),
    ("居民", "residents", "residents"),
    ("镇村集体", "collectives", "town and village collectives"),
    ("其他", "other", "other sources"),
)
"""The eleven sources of funds: as written in F18, as a part, in English."""

PROGRAMMES: tuple[tuple[str, str, str], ...] = (
    ("城市更新", "renewal", "urban renewal"),
    ("老旧小区", "compounds", "old residential compounds"),
    ("完整社区", "communities", "complete communities"),
    ("垃圾分类", "sorting", "waste sorting"),
    ("绿色社区", "green", "green communities"),
    ("雨污分流与内涝", "sewers", "sewer separation and waterlogging"),
    ("数字平台", "platforms", "digital platforms"),
    ("城镇建设", "towns", "town development"),
    ("农村垃圾", "village-waste", "rural waste"),
    ("示范农房", "houses", "demonstration houses"),
    ("示范村镇", "demonstration", "demonstration villages and towns"),
    ("供水", "water", "water supply"),
    ("改厕", "toilets", "toilets"),
    ("污水", "sewage", "sewage"),
    ("培训宣传", "training", "training and publicity"),
    ("其他", "other", "other uses"),
)
"""The uses of funds: the programmes of F28."""

CHANNELS: tuple[tuple[str, str, str], ...] = (
    ("微信", "wechat", "WeChat"),
    ("微博", "weibo", "Weibo"),
    ("客户端", "app", "apps"),
    ("政府网站", "website", "government websites"),
    ("广播电视", "broadcast", "radio and television"),
    ("报刊", "press", "newspapers"),
    ("户外与入户", "outdoor", "outdoor and door-to-door"),
)
"""The publicity channels of F20."""

AUDIENCES: tuple[tuple[str, str, str], ...] = (
    ("机关干部", "officials", "county officials"),
    ("镇村干部", "local", "town and village officials"),
    ("技术人员", "technical", "technical staff"),
    ("社区工作者", "community", "community workers"),
    ("群众", "residents", "residents"),
    ("其他", "other", "others"),
)
"""The training audiences of F16."""

OVERVIEW: tuple[Row, ...] = (
    ("S04.not_met", "未达成的目标", "targets not met", TARGETS, 0),
    ("S04.undetermined", "无法判定的目标", "targets that cannot be determined", TARGETS, 0),
    ("S04.undetermined_missing", "其中因未报、不完整无法判定", "of which because data are missing", TARGETS, 0),
    ("S04.undetermined_threshold", "其中因判据未定无法判定", "of which because a criterion is not set", TARGETS, 0),
    ("S04.not_due", "未到期的目标", "targets not yet due", TARGETS, 0),
    ("S04.at_target", "当年已达到目标值的项数", "targets whose value stands at the target", TARGETS, 0),
    ("S04.forms_due", "应报的表", "forms owed", FORMS, 0),
    ("S04.forms_accepted", "已收并通过核对的表", "forms accepted", FORMS, 0),
    ("S04.forms_late", "其中迟报的表", "of which late", FORMS, 0),
    ("S04.forms_missing", "未报的表", "forms not submitted", FORMS, 0),
    ("S04.forms_rejected", "未通过核对的表", "forms not accepted", FORMS, 0),
    ("M01.total", "汇总的机制", "mechanisms rolled up", MILESTONES, 0),
    ("M01.running", "已常态运行的机制", "mechanisms in regular operation", MILESTONES, 0),
    ("M01.established", "已建立及以上的机制", "mechanisms established or beyond", MILESTONES, 0),
    ("M01.consolidated", "已评估固化的机制", "mechanisms evaluated and consolidated", MILESTONES, 0),
    ("M01.unreported", "未报等级的机制", "mechanisms without a reported level", MILESTONES, 0),
    ("M01.ledger", "台账里程碑", "milestones in the ledger", MILESTONES, 0),
    ("M01.advanced", "本年升级的里程碑", "milestones that advanced this year", MILESTONES, 0),
    ("M01.carried_over", "沿用上年的里程碑", "milestones carried over", MILESTONES, 0),
    ("M01.fallen", "本年降级的里程碑", "milestones that fell back this year", MILESTONES, 0),
    ("M01.suspended", "暂缓的里程碑", "milestones suspended", MILESTONES, 0),
)

ASSESSMENT: tuple[Row, ...] = (
    ("S01.places", "开展活动的村（社区）", "villages and communities active in the campaign", PLACES, 0),
    ("S01.villages", "开展活动的行政村", "villages active", VILLAGES, 0),
    ("S01.communities", "开展活动的社区", "communities active", COMMUNITIES, 0),
    ("S01.new", "比上年新增开展的村（社区）", "villages and communities newly active", PLACES, 0),
    ("S01.pilot", "试点镇活动覆盖面", "campaign coverage, pilot towns", PERCENT, 1),
    ("S01.other", "其余镇活动覆盖面", "campaign coverage, other towns", PERCENT, 1),
    ("S02.households", "参与户数", "participating households", HOUSEHOLDS, 0),
    ("S02.total", "总户数", "households in all", HOUSEHOLDS, 0),
    ("S02.forums", "有议事平台或议事会的村（社区）", "villages and communities with a deliberation body", PLACES, 0),
    ("S02.covenants", "当年修订公约的村（社区）", "villages and communities that revised their covenant", PLACES, 0),
    ("S02.pilot", "试点镇参与户比例", "household participation, pilot towns", PERCENT, 1),
    ("S02.other", "其余镇参与户比例", "household participation, other towns", PERCENT, 1),
    ("Q06.pilot", "试点镇垃圾得到治理的村比例", "villages with waste treated, pilot towns", PERCENT, 1),
    ("Q06.other", "其余镇垃圾得到治理的村比例", "villages with waste treated, other towns", PERCENT, 1),
    ("S03.urban", "城镇社区群众满意度", "satisfaction, urban communities", PERCENT, 1),
    ("S03.rural", "行政村群众满意度", "satisfaction, villages", PERCENT, 1),
    ("S03.satisfied", "选“满意”的占比", "share answering “satisfied”", PERCENT, 1),
    ("S03.basically", "选“基本满意”的占比", "share answering “basically satisfied”", PERCENT, 1),
    ("S03.dissatisfied", "选“不满意”的占比", "share answering “dissatisfied”", PERCENT, 1),
    ("S03.refusals", "“拒答”的占比", "share refusing to answer", PERCENT, 1),
    ("S03.unclear", "答“不清楚”的占比", "share answering “do not know”", PERCENT, 1),
    ("S03.effective", "有效样本量（Kish）", "effective sample size (Kish)", RESPONSES, 0),
    ("S03.issued", "发放问卷", "questionnaires issued", QUESTIONNAIRES, 0),
    ("S03.returned", "回收问卷", "questionnaires returned", QUESTIONNAIRES, 0),
    ("S03.frame", "抽样框户数", "households in the sampling frame", HOUSEHOLDS, 0),
    ("S03.strata_hidden", "样本不足不印的层", "strata not printed (too few responses)", STRATA, 0),
)

MECHANISM: tuple[Row, ...] = (
    ("T27.total", "2022年以来累计社会资本到位", "non-governmental capital since 2022", MONEY, 2),
    ("T27.fiscal", "财政性到位资金", "fiscal funds received", MONEY, 2),
    ("M34.reward", "以奖代补资金", "rewards in lieu of subsidies", MONEY, 2),
    ("M34.pooled", "统筹涉农资金", "pooled agriculture-related funds", MONEY, 2),
)

PILOT: tuple[Row, ...] = (
    ("T09.town.added", "名单以外的试点镇", "pilot towns beyond the named ones", TOWNS, 0),
    ("T09.town.new", "本年新启动试点镇", "pilot towns started this year", TOWNS, 0),
    ("T09.village.new", "本年新启动试点村", "pilot villages started this year", VILLAGES, 0),
    ("T09.community.new", "本年新启动试点社区", "pilot communities started this year", COMMUNITIES, 0),
    ("T09.stage.listed", "目前在列入试点环节", "pilots at present: listed", PLACES, 0),
    ("T09.stage.plan", "目前在方案印发环节", "pilots at present: plan issued", PLACES, 0),
    ("T09.stage.started", "目前在启动环节", "pilots at present: started", PLACES, 0),
    ("T09.stage.midterm", "目前在中期评估环节", "pilots at present: mid-term evaluation", PLACES, 0),
    ("T09.stage.summary", "目前在总结推广环节", "pilots at present: experience summed up and extended", PLACES, 0),
    ("T09.stage.left", "已退出的试点", "pilots that left", PLACES, 0),
    ("T28.pilot", "试点镇当年到位资金", "funds received by pilot towns", MONEY, 2),
    ("T28.allocable", "能分到镇的到位资金", "funds that can be assigned to a town", MONEY, 2),
    ("T28.unallocated", "不能分到镇的到位资金", "funds that cannot be assigned to a town", MONEY, 2),
    ("T28.total", "2022年以来累计试点镇到位资金占比", "pilot towns’ share of funds since 2022", PERCENT, 1),
)

GUIDANCE: tuple[Row, ...] = (
    ("T13.villages", "有技术人员服务的村", "villages with technical staff", VILLAGES, 0),
    ("T13.communities", "有技术人员服务的社区", "communities with technical staff", COMMUNITIES, 0),
    ("T13.visits", "技术服务次数", "technical service visits", VISITS, 0),
    ("T13.mode.stationed", "驻点服务的村（社区）", "places served: stationed staff", PLACES, 0),
    ("T13.mode.assigned", "挂包服务的村（社区）", "places served: assigned staff", PLACES, 0),
    ("T13.mode.touring", "巡回服务的村（社区）", "places served: touring staff", PLACES, 0),
    ("M38.visits", "设计下乡次数", "design-to-the-countryside visits", VISITS, 0),
    ("M37.members", "共同缔造活动专家库人数", "members of the campaign’s expert pool", PEOPLE, 0),
    ("M37.local", "其中本地专家", "of which local", PEOPLE, 0),
    ("M37.used", "专家库全年使用次数", "times the expert pool was used", TIMES, 0),
)

TRAINING: tuple[Row, ...] = (
    *(
        (f"T14.audience.{part}", f"{zh}培训人次", f"training attendances, {en}", ATTENDANCES, 0)
        for zh, part, en in AUDIENCES
    ),
    *(
        (f"T14.sessions.{part}", f"以{zh}为主要对象的场次", f"sessions for {en}", SESSIONS, 0)
        for zh, part, en in AUDIENCES
    ),
    ("T29.sessions", "技术人员培训场次", "sessions for technical staff", SESSIONS, 0),
    ("M40.used", "培训基地全年承办次数", "times the training base was used", TIMES, 0),
    ("M41.members", "培训专家库人数", "members of the training expert pool", PEOPLE, 0),
    ("M41.local", "培训专家库本地人数", "local members of the training expert pool", PEOPLE, 0),
    ("M41.used", "培训专家库全年使用次数", "times the training expert pool was used", TIMES, 0),
)

ORGANISATION: tuple[Row, ...] = (
    ("M43.inspections", "督导检查次数", "inspections", INSPECTIONS, 0),
    ("M43.documents", "其中查阅资料", "of which document reviews", INSPECTIONS, 0),
    ("M43.spot", "其中随机抽查", "of which random checks", INSPECTIONS, 0),
    ("M43.unannounced", "其中暗查暗访", "of which unannounced inspections", INSPECTIONS, 0),
    ("M43.other", "其中其他形式", "of which other forms", INSPECTIONS, 0),
    ("M43.places", "检查对象数", "places and projects inspected", INSPECTED, 0),
    ("M43.problems", "发现问题", "problems found", PROBLEMS, 0),
    ("M43.fixed", "年末已整改问题", "problems fixed by the end of the year", PROBLEMS, 0),
    ("M43.overdue", "超期未整改问题", "problems overdue", PROBLEMS, 0),
    ("M43.rate", "整改率", "share of problems fixed", PERCENT, 1),
    ("T15.disbursed_total", "2022年以来累计拨付", "funds disbursed since 2022", MONEY, 2),
    ("T15.paid_total", "2022年以来累计支付", "funds paid since 2022", MONEY, 2),
    *(
        (f"T15.source.{part}", f"到位资金：{zh}", f"funds received by source: {en}", MONEY, 2)
        for zh, part, en in SOURCES
    ),
    *((f"T15.planned.{part}", f"计划资金：{zh}", f"funds planned: {en}", MONEY, 2) for zh, part, en in SOURCES),
    *((f"T15.disbursed.{part}", f"拨付资金：{zh}", f"funds disbursed: {en}", MONEY, 2) for zh, part, en in SOURCES),
    *((f"T15.paid.{part}", f"支付资金：{zh}", f"funds paid: {en}", MONEY, 2) for zh, part, en in SOURCES),
    *(
        (f"T15.use.{part}", f"到位资金用途：{zh}", f"funds received by use: {en}", MONEY, 2)
        for zh, part, en in PROGRAMMES
    ),
    *(
        (f"T06.source.{part}", f"老旧小区改造到位资金：{zh}", f"renovation funds received: {en}", MONEY, 2)
        for zh, part, en in SOURCES
    ),
    ("T30.reposts", "典型案例转发篇数", "reposts of good-practice cases", POSTS, 0),
    ("M45.posts", "首发信息篇数（含典型案例）", "items first published (good-practice cases included)", POSTS, 0),
    ("M45.reposts", "转发篇数", "items reposted", POSTS, 0),
    *((f"M45.posts.{part}", f"首发篇数：{zh}", f"items first published: {en}", POSTS, 0) for zh, part, en in CHANNELS),
)

SUPPORT: tuple[Row, ...] = (
    *OVERVIEW,
    *ASSESSMENT,
    *MECHANISM,
    *PILOT,
    *GUIDANCE,
    *TRAINING,
    *ORGANISATION,
    ("M40.rules", "有命名或规则文号的培训基地", "training bases with a naming document", INSTRUMENTS, 0),
)
