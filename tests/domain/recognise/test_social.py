"""Thieves, fights, strangers, drunks, neighbours, families, lost children, attackers: what a scene is, how urgent."""

from __future__ import annotations

import pytest

from tests.domain.estate import recognise

REPORTS = """
theft             | general   | 我停3单元门口的电动车没了 早上八点还在 下楼就剩个地锁
theft             | general   | 一楼商户反映昨晚店门口的音箱和广告灯箱被搬走 门没有坏
theft             | general   | My bike was gone from the rack outside Tower 4 this morning
theft             | emergency | 快来西门 抓住个偷电瓶的 按着呢 还在挣
theft             | emergency | 下班回来门锁是撬开的,抽屉全翻了,金镯子没了
theft             | emergency | 有贼呀!偷咗嘢,6座后面,快啲拦住佢
fight             | general   | 一楼前台有个业主跟收费员吵起来了 就是嘴上 请主管来一下
fight             | general   | 快递员跟一个住户杠上了,整层都听得到,还没上手
fight             | emergency | 篮球场群殴 十几个人 有抄棍子的
fight             | emergency | 小赵在2号岗让访客扇了两耳光,脸肿了
fight             | emergency | Two guys punching each other by the pool
suspicious_person | general   | 7号楼业主反映有人挨家挨户塞装修小卡片
suspicious_person | general   | 有个戴鸭舌帽的在4栋楼下转悠半小时了 问他找谁说等人
suspicious_person | emergency | 刚刚有人在拧我家门把手 猫眼还给堵了
suspicious_person | emergency | -2有人一辆一辆拉车门
suspicious_person | emergency | 有个男的从地铁口一直跟到我单元门口
suspicious_person | emergency | A stranger keeps following my daughter around the playground
drunk_disorder    | general   | 6号楼大堂躺着个喝多的 醒着呢 就是赖着不走
drunk_disorder    | general   | drunk guy singing outside Tower 2, harmless, just won't go home
drunk_disorder    | emergency | 13栋有个人喝断片了 怎么拍都叫不醒
drunk_disorder    | emergency | 楼上小伙失恋了坐窗台上 两条腿都在外头
drunk_disorder    | emergency | 醉汉拿砖头砸门岗玻璃
neighbor_dispute  | general   | 对门把鞋柜摆到我家门口来了,说了三次不挪
neighbor_dispute  | general   | 13栋楼上楼下两家为了漏不漏水又扯皮 要求物业出面
neighbor_dispute  | emergency | 楼下那户往我门上贴条,写再有脚步声就砍我全家
neighbor_dispute  | emergency | 因为楼道放电动车的事 邻居把我们单元门从外面用铁链锁了 说都别出
domestic_violence | emergency | 我在16楼拖地 听见1602里头小孩哭着喊爸爸别打妈妈了
domestic_violence | emergency | 救命 我老公在踹卧室门 我跟女儿躲里面出不去
domestic_violence | emergency | 婆婆拿开水泼儿媳妇 手臂全起泡了
domestic_violence | emergency | husband hitting his wife in the corridor, she's barefoot
lost_child        | emergency | 谁看见我家小孩了 四岁 我一转身人就没了
lost_child        | emergency | 东门岗这有个小娃娃 两三岁 问啥都摇头 后头没大人跟着
lost_child        | emergency | 我弟放学没到家 手表电话关机 他8岁
lost_child        | emergency | found a little boy alone at B1, no parents around
cyber_attack      | general   | 有短信冒充咱物业说退物业费让点链接,我没点
cyber_attack      | general   | got a weird mail pretending to be HR with an attachment, didn't open it
cyber_attack      | emergency | 群里有个假客服 头像名字跟我一模一样 在挨个私聊发链接收物业费
cyber_attack      | emergency | 二楼办公室电脑文件全变成.locked了 桌面上冒出个英文要比特币
"""
TALK = """
笑死 我家两只猫为了一个快递箱打起来了
孩子作业本丢了哪位同学家长拍一下
老公说周末带孩子去看打铁花
我家娃不见棺材不落泪 作业拖到半夜
上盘又被偷塔了 气死
昨晚那个醉汉家属已经接走了 人没事
我女儿八岁 想找个一起练跳绳的小朋友
请问邻居们 谁家有梯子借用一下
您的包裹已放入快递柜 请及时取走
这个陌生号码老打我 是快递吗
"""


@pytest.mark.parametrize("row", REPORTS.strip().splitlines())
def test_a_scene_is_known_by_who_does_what(row: str) -> None:
    kind, urgency, said = (part.strip() for part in row.split("|"))
    found = recognise(said)
    assert found.type == kind
    assert found.urgency is not None
    assert found.urgency.value == urgency


@pytest.mark.parametrize("said", TALK.strip().splitlines())
def test_talk_that_holds_the_same_words_is_none(said: str) -> None:
    assert recognise(said).type is None
