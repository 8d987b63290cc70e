"""Talk is told from reports: each kind with lines that only sound alarming, and lines that only sound like talk."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest

from bot.domain.recognise import Recogniser
from bot.read.lexicon import read_lexicon
from bot.read.recogniser import sounds_of
from tests.domain.estate import PLAYBOOKS, TEMPLATES, recognise

TALK = """
drill      周五下午演练,2号楼会有人装受伤流血,有人装晕倒,别慌
drill      演练结束,电梯困人组和伤员都起来吧,骨折的绷带还给我
drill      消防泵试机,水管喷水漏水是我们在试,别当报警
drill      烟感测试中,听到火警铃响是我们在试
drill      Evacuation drill for Tower 3 tomorrow, the fire alarm will ring
notice     【通知】明日9:00-11:00 5栋电梯年检,届时停电停梯,敬请谅解
notice     接供电局通知,本周六计划停电检修,3号楼请提前做好准备
notice     因更换水管,周三上午8点到12点停水,给您带来不便请谅解
notice     Planned power shutdown next Sunday, sorry for the inconvenience: Tower 2 power outage 8am to noon
check_in   22点巡查正常,5栋停电已送,一切正常
check_in   交班:昨晚3号楼停电跳闸后送电,各点位正常
asking     请问今天会不会停电啊 9栋1单元的 我想开烤箱
asking     听日会唔会打风停课呀
asking     明天台风来会停课吗
fees       家用烟雾报警器多少钱一个,怕着火
fees       3号楼业主求推荐靠谱的防盗门,怕小偷撬门
advert     火锅店开业啦🔥火爆全城,全场半价,3号楼底商
advert     专业疏通下水道,马桶堵了找我,24小时上门,电话私聊
advert     出电动车,九成新,没摔过没爆炸起火过,3号楼自提
advert     FIRE SALE! everything must go, Tower 3 on fire with discounts
elsewhere  看新闻没,隔壁市一商场着火,死了好几个
elsewhere  我老家那边发洪水,房子都淹了
elsewhere  Saw the news about the explosion downtown, so many injured
fiction    昨晚那电影爆炸场面绝了,火海里救人看哭了
fiction    剧本杀里我是凶手,捅了三个人
game       打团被对面炸死三次,队友全躺,救命
game       刚那局被四个人围殴,上号报仇
mood       哈哈哈笑死,脑袋爆炸,作业写到着火
mood       lol my code is on fire today
mood       累得快晕倒了
mood       手机没电了,谁有充电宝
past       去年那次地库淹水真是吓人,还好今年修了排水沟
past       前年台风那会儿树倒了砸了车,现在想起来还后怕
past       【转发】2019年3月5日 3号楼着火了 大家注意
past       老公:你说3号楼昨天着火那事
finished   误报,7栋烟感着火报警是做饭油烟,已复位
finished   孩子走丢的事,人早找着了,大家不用转了
finished   昨天3栋电梯困人那单已闭环,人救出来了
finished   False alarm, the fire alarm at Tower 6 was kids, all clear
thanks     谢谢工程小陈,昨天水管爆了二十分钟就来,大赞
thanks     感谢邻居帮忙灭火,我家厨房着火多亏你们
lesson     温泉安全月讲座:电动车起火怎么逃生,冒烟了别慌
lesson     天干物燥,小心火烛,谨防电动车着火
forwarded  【转】2019年3号楼着火的教训,家里人都看看
forwarded  转发:注意!吃这个会食物中毒,专家说的,2019年有人食物中毒身亡
wish       祝各位邻居新年快乐,远离火灾爆炸,平安健康
"""

REPORTS = """
drill      fire              演练刚结束,3号楼真着火了,不是演习
drill      fire              This is not a drill, smoke is coming from flat 2 in Tower 3
notice     fire              公告栏那边着火了,快来人
notice     power_outage      计划停电到12点,现在两点了3栋还没来电,全黑着
notice     epidemic          社区通知 9号楼有人确诊麻疹
check_in   power_outage      别的楼都正常,就3栋停电了
check_in   fire              巡查发现3号楼机房冒烟,其他点位正常
asking     fire              隔壁会不会着火了,好大烟
asking     power_outage      什么时候来电啊,5栋停电两小时了
asking     gas_leak          请问厨房煤气味好大会不会漏气啊,3栋
fees       water_intrusion   请问物业几点上班,我家水管爆了水流了一地
fees       water_intrusion   多少钱都行,快来人,水管爆了
advert     fire              火锅店后厨着火了快来人,南门
advert     fight             新开的店里打起来了,有人流血
advert     food_poisoning    拼团的虾吃完全家都吐了,三个人
elsewhere  fire              刷到视频说的没错,我们小区3号楼着火了
elsewhere  cyber_attack      新闻里那种诈骗电话我刚接到,冒充物业让我转账
fiction    theft             看电影回来发现门被撬了,东西被偷
game       sudden_illness    打麻将的王婆婆晕倒了,叫不醒
game       fight             打麻将的两个人打起来了,拿刀,快来人
mood       power_outage      哈哈哈服了,3栋又停电了
mood       elevator_trapped  笑死,电梯困人了,我在5栋电梯里出不来
past       pipe_blockage     上次修好的下水道又堵了,返水
past       water_intrusion   去年就漏,今年又漏水,天花板往下滴水
past       water_intrusion   我2021年5月1日交的房,现在天花板漏水
past       fire              2026年11月23日 3号楼着火了
elsewhere  fight             不是我们小区的人,在3号楼打架
mood       sudden_illness    3号楼大堂有人热得晕倒了
finished   elevator_trapped  昨天修好的电梯今天又困人了,里面两个
finished   fire              误报?不是误报,7楼着火了
finished   lost_child        孩子找到了吗?还没找到,我儿子走丢一小时了
thanks     pipe_blockage     谢谢,麻烦派个师傅来,厨房下水道堵了
thanks     water_intrusion   感谢上次帮忙,这回是水管爆了,水往下流
reply      fire              对的,3号楼着火了,还在烧
lesson     lost_child        我家娃上完培训班没回来,电话打不通,六岁
forwarded  fire              转发业主:3号楼着火了
forwarded  fire              【转发】3号楼着火了,快来人
forwarded  lost_child        求扩散!孩子走丢了,五岁男孩,3号楼
wish       fire              早上好,祝大家平安,3号楼着火了快来人
"""

DEAF = Recogniser(PLAYBOOKS.values(), replace(read_lexicon(TEMPLATES), talk={}), sounds=sounds_of)
"""Knows no talk: takes every alarming word for a report."""


def rows(table: str, parts: int) -> list[list[str]]:
    """The rows of a table, each in its parts."""
    return [line.split(None, parts - 1) for line in dedent(table).strip().splitlines()]


@pytest.mark.parametrize(("kind", "line"), rows(TALK, 2))
def test_talk_is_no_incident(kind: str, line: str) -> None:
    said = recognise(line)
    assert said.type is None, (kind, said.because)


@pytest.mark.parametrize(("kind", "type", "line"), rows(REPORTS, 3))
def test_a_report_that_sounds_like_talk_is_a_report(kind: str, type: str, line: str) -> None:
    said = recognise(line)
    assert (said.type, said.talk) == (type, ""), (kind, said.because)


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in rows(TALK, 2)}))
def test_without_a_kind_of_talk_some_of_it_would_be_reported(kind: str) -> None:
    assert any(DEAF.read(line).type is not None for name, line in rows(TALK, 2) if name == kind)


def test_every_kind_of_talk_has_a_line() -> None:
    known = set(read_lexicon(TEMPLATES).talk)
    shown = {kind for kind, _ in rows(TALK, 2)} | {kind for kind, _, _ in rows(REPORTS, 3)}
    assert shown == known


def test_only_known_types_are_reported_like_talk() -> None:
    kept = {name for talk in read_lexicon(TEMPLATES).talk.values() for name in talk.keeps}
    assert kept <= PLAYBOOKS.keys()
