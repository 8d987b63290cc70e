"""What people call each type in their first words, and those of them that are too common to open an incident."""

from __future__ import annotations

TAKEN = {
    "earthquake": (
        "地震了 · 楼在晃 · 房子在摇 · 吊灯晃得厉害 · 刚才震了一下 · 有震感 · 床在抖 · 地动了 · 余震来"
        " · 墙震裂 · 东西都震掉 · 快往空地跑"
    ),
    "flood": (
        "发大水 · 洪水进来 · 河水漫上来 · 江水倒灌 · 内涝 · 水淹到大腿 · 一楼进洪水 · 水位还在涨 · 被水围住"
        " · 路都淹没 · 堤坝要垮"
    ),
    "typhoon": (
        "台风要来 · 打风 · 挂风球 · 树被刮倒 · 广告牌吹掉 · 窗户被风吹飞 · 玻璃吹碎 · 雨棚掀 · 阳台花盆要掉"
        " · 橙色预警 · 红色预警 · 停工停课 · 风大得站不住"
    ),
    "rainstorm": (
        "下大雨积水 · 路面全是水 · 车库口要进水 · 雨水倒灌 · 水浸街 · 落大雨 · 井盖冒水 · 排水沟堵 · 要沙袋"
        " · 打雷把电器打坏 · 雷击"
    ),
    "fire": (
        "着火了 · 起火 · 冒烟 · 好大烟 · 烧起来 · 走水了 · 有火苗 · 火警 · 烟感响 · 一股焦糊味 · 电瓶车烧着"
        " · 厨房烧 · 楼道全是烟 · 🔥"
    ),
    "explosion": "爆炸了 · 炸了 · 轰的一声巨响 · 煤气罐炸 · 玻璃全震碎 · 井盖炸飞 · 爆燃 · 变压器炸 · 闪爆",
    "gas_leak": (
        "煤气味 · 燃气味好重 · 臭鸡蛋味 · 天然气漏 · 煤气泄漏 · 漏气了 · 燃气报警器一直响 · 管子嘶嘶响"
        " · 闻着头晕 · 瓦斯味 · 挖断燃气管 · 化学品洒"
    ),
    "elevator_trapped": (
        "困电梯里 · 电梯困人 · 卡电梯里 · 被关电梯里 · 电梯门打不开出不来 · 电梯停了人在里面 · 里头有人拍门"
        " · 警铃按了没人理 · 电梯里有人喊救命 · lift困住人 · 困𨋢"
    ),
    "elevator_fault": (
        "电梯坏 · 电梯停运 · 电梯不动 · 电梯门关不上 · 电梯有异响 · 电梯抖得厉害 · 电梯掉了一下 · 不平层"
        " · 电梯黑屏 · 梯又趴窝 · 扶梯停 · 电梯里灯不亮"
    ),
    "equipment_fault": (
        "道闸抬不起来 · 门禁刷不开 · 单元门锁坏 · 路灯不亮 · 停水了 · 水压好小 · 水泵不转 · 空调不制冷"
        " · 消防主机报故障 · 井盖松 · 卷帘门卡住 · 充电桩坏 · 热水没有"
    ),
    "power_outage": (
        "停电了 · 没电了 · 跳闸 · 整栋黑 · 断电 · 冇电 · 电闸推不上去 · 楼道灯全灭 · 一片漆黑 · 半边没电"
        " · 缺相 · 啥时候来电 · 电表没显示"
    ),
    "water_intrusion": (
        "漏水了 · 爆管 · 水管爆 · 楼上漏水 · 天花板滴水 · 渗水 · 水漫出来 · 地板泡 · 水浸 · 爆水喉 · 水哗哗流"
        " · 电梯口一地水 · 淹了"
    ),
    "pipe_blockage": (
        "下水道堵 · 马桶堵 · 地漏返水 · 厕所冒水 · 返臭 · 污水冒出来 · 化粪池满 · 水下不去 · 厨房下水堵"
        " · 通一下下水 · 塞厕 · 粪水溢出来 · 反水了"
    ),
    "theft": (
        "被偷了 · 遭贼了 · 进小偷 · 电瓶被偷 · 车锁被撬 · 门被撬 · 入室盗窃 · 快递被人拿走 · 失窃 · 抓小偷"
        " · 偷东西被我看到"
    ),
    "fight": ("打起来 · 打架 · 吵起来 · 干仗 · 干架 · 推推搡搡 · 有人拿刀 · 见血了 · 群殴 · 扯头发 · 骂得很凶要动手"),
    "suspicious_person": (
        "可疑的人 · 鬼鬼祟祟 · 尾随 · 拉车门 · 试门把手 · 不认识的人转悠 · 混进来的 · 发传单的 · 推销的"
        " · 贴小广告 · 扫楼的 · 门上做记号"
    ),
    "drunk_disorder": (
        "喝多了闹事 · 醉汉 · 耍酒疯 · 发酒疯 · 醉得不省人事 · 躺在大堂不走 · 犯病了乱喊 · 自言自语砸东西"
        " · 脱衣服乱跑 · 要跳楼 · 饮醉"
    ),
    "sudden_illness": (
        "晕倒了 · 昏过去 · 没意识 · 叫不醒 · 口吐白沫 · 心脏病犯 · 胸口疼 · 喘不上气 · 中风了 · 嘴歪了"
        " · 羊水破 · 快叫救护车"
    ),
    "injury": "摔伤 · 流血了 · 砸到人 · 夹到手 · 烫伤 · 被狗咬 · 崴脚了 · 磕破头 · 高空坠物砸到 · 触电了",
    "epidemic": "发烧的好几个 · 集体发烧 · 诺如 · 手足口 · 登革热 · 流感扎堆 · 疾控打电话来 · 传染给好几户",
    "food_poisoning": (
        "食物中毒 · 吃坏肚子 · 上吐下泻 · 吃完盒饭都吐 · 食堂吃出问题 · 拉肚子好几个 · 聚餐后都不舒服"
        " · 外卖吃坏 · 蘑菇中毒 · 吃了凉菜肚子绞痛 · 集体呕吐 · 过期食品吃坏"
    ),
    "lost_child": (
        "孩子不见 · 小孩走丢 · 娃找不到 · 有没有看到我家娃 · 捡到一个小孩 · 小朋友一个人在哭 · 细路唔见咗"
        " · 崽崽不见 · 跟大人走散 · 不知道家住哪 · 帮忙找孩子 · 迷路的小朋友"
    ),
    "neighbor_dispute": (
        "邻居吵 · 楼上楼下闹矛盾 · 占我车位 · 堵我门口 · 鞋柜放楼道 · 晾衣服滴水到我家 · 抢车位吵 · 漏水扯皮"
        " · 遛狗不牵绳吵 · 评评理 · 老死不相往来那家又来闹"
    ),
    "domestic_violence": (
        "家暴 · 打老婆 · 老公又打人 · 隔壁在打人 · 女的喊救命 · 打孩子打得好惨 · 小孩哭得撕心裂肺"
        " · 两口子打起来 · 掐脖子 · 鼻青脸肿躲楼道 · 被赶出门 · 打仔 · 儿子打老人"
    ),
    "environment": (
        "太吵了 · 大半夜电钻 · 装修这么早 · 广场舞音量 · 狗叫一晚上 · 唱K到半夜 · 油烟味 · 好臭 · 垃圾没清"
        " · 烧塑料味 · 排污水 · 灰太大 · 水变黑"
    ),
    "complaint": (
        "我要投诉 · 物业不作为 · 拖了一个月 · 给个说法 · 反映好几次 · 什么破物业 · 曝光你们 · 不处理就不交费"
    ),
    "call_surge": (
        "电话打爆 · 电话响个不停 · 热线打不进来 · 话务量暴涨 · 前台炸锅 · 消息刷屏回不过来 · 座席不够"
        " · 快来人帮忙接电话 · 漏接好多"
    ),
    "it_fault": (
        "系统崩 · 系统卡死 · 断网了 · 收费系统打不开 · 监控全黑 · 电话系统坏 · 服务器宕机 · 小程序打不开"
        " · 数据对不上 · 门禁系统掉线 · 蓝屏 · 连不上wifi"
    ),
    "cyber_attack": (
        "中病毒 · 文件被加密 · 勒索比特币 · 账号被盗 · 群里有人冒充物业 · 点了钓鱼链接 · 网站被篡改"
        " · 大屏被黑 · DDoS · 中木马 · 异地登录 · 服务器被攻击"
    ),
    "traffic_accident": (
        "撞车了 · 追尾 · 刮蹭 · 撞到人 · 车祸 · 电动车撞小孩 · 撞杆 · 撞柱子 · 倒车撞 · 肇事跑 · 两车怼上"
    ),
    "data_leak": (
        "信息泄露 · 业主名单被发出来 · 手机号被卖 · 资料外泄 · 表格发错群 · 身份证照片流出 · 监控视频传网上"
        " · 骚扰电话知道我房号 · 装修公司怎么有我电话 · 通讯录被导出 · 隐私被晒"
    ),
    "work_accident": (
        "工伤 · 师傅从梯子上摔下来 · 保洁阿姨滑倒 · 电工触电 · 机器夹到手 · 井下晕倒 · 蜘蛛人吊在半空"
        " · 施工砸到工人 · 保安被打伤 · 脚手架塌 · 外包工人受伤 · 电焊烫伤"
    ),
}
"""The words of each type that alone, behind a place, mean it; between dots."""
REFUSED = {
    "flood": {
        "赶紧转移": "says not from what; a file or a subject is moved too",
    },
    "rainstorm": {
        "暴雨": "everybody talks of the weather; 下暴雨了, 暴雨积水 and the warnings are taken",
        "雨太大": "said by who comes late; with 积水 or 路面全是水 it is taken",
    },
    "explosion": {
        "嘭的一声": "a door; 嘭的一声巨响 is taken",
        "电池爆": "cut off: 爆款, 爆满; 电池爆了 and 电池炸 are taken",
        "冲击波": "a treatment of the back, and games",
    },
    "gas_leak": {
        "阀门关不上": "a water valve as often; with 煤气 or 燃气 it is taken",
    },
    "elevator_trapped": {
        "卡在5楼6楼中间": "no lift is named, a trolley or a cat; with 电梯 it is taken",
        "出唔到嚟": "no lift is named: said of going out in the rain; with 电梯 it is taken",
    },
    "elevator_fault": {
        "按了没反应": "a door bell, a remote control; with 电梯 it is taken",
    },
    "equipment_fault": {
        "报修": "asks how and where; what is broken is taken",
    },
    "water_intrusion": {
        "喷水": "fountains and watering; a pipe, valve or sprinkler that sprays is taken",
    },
    "theft": {
        "东西不见": "mislaid as often as stolen",
        "三只手": "an old word for a thief, today a joke about being busy",
    },
    "fight": {
        "动手了": "any work is begun so; 有人动手了 is taken",
        "打交": "打交道; 在打交 is taken",
    },
    "suspicious_person": {
        "踩点": "arriving on the minute; 来踩点 and 在踩点 are taken",
    },
    "drunk_disorder": {
        "精神有问题": "an insult; 有人精神有问题 is taken",
        "发癫": "fooling about; 有人发癫 and 发癫砸 are taken",
    },
    "sudden_illness": {
        "抽搐": "嘴角抽搐 of a joke; with a person named it is taken",
        "倒地上": "a broom, a bicycle; with a person named it is taken",
    },
    "injury": {
        "摔了": "a telephone; 摔伤, 摔倒起不来 and a person who fell are taken",
        "骨折": "打骨折 is a discount; 骨折了 and with a person named it is taken",
        "划伤": "paint of a car; 手划伤 and 划伤了手 are taken",
        "起不来": "oversleeping; 摔倒起不来 is taken",
    },
    "epidemic": {
        "阳了": "太阳, 重阳; 有人阳了 is taken",
        "确诊": "a diagnosis of anything; 确诊了 is taken",
        "密接": "紧密接触; 是密接 and 密接者 are taken",
        "疫情": "疫情期间, years ago; 有疫情 is taken",
        "水痘": "a vaccine; 出水痘 and 长水痘 are taken",
        "要隔离": "works and noise are walled off; 要居家隔离 is taken",
    },
    "neighbor_dispute": {
        "泼水": "a festival, cooling the yard; 往我家泼水 is taken",
    },
    "environment": {
        "噪音": "降噪, a figure of a machine; 有噪音, 噪音大 and 噪音扰民 are taken",
    },
    "complaint": {
        "态度太差": "of any shop or courier; 物业态度太差 is taken",
        "打12345": "advice; 我要投诉 is taken",
        "太差劲": "a match, a film",
    },
    "call_surge": {
        "接不过来": "children from school; 电话接不过来 is taken",
        "排队几十个": "a canteen",
        "占线": "my telephone; 热线占线 and 客服电话占线 are taken",
    },
    "it_fault": {
        "登不上去": "a game, a mountain; 系统登不上 is taken",
    },
    "cyber_attack": {
        "被黑了": "a team by its referee; 系统, 电脑, 网站 and 大屏被黑 are taken",
    },
    "traffic_accident": {
        "被蹭了": "a meal, a network; 车被蹭 is taken",
        "翻车": "a broadcast, a dish; 翻车了 is taken",
    },
    "data_leak": {
        "U盘丢": "one's own; 业主资料的U盘 is taken",
    },
    "work_accident": {
        "高处掉下来": "a thing; 人从高处掉 is taken",
    },
}
"""Words that everyday talk holds as well, with what else they are said of; alone they open nothing of that type."""
