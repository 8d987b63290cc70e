"""A small playbook that holds a little of everything, for tests to break in one place."""

from __future__ import annotations

LIFT = """\
id: lift
names: {zh: 电梯困人, en: Lift entrapment}
icon: 🛗
family: accident
urgency: emergency
lowers: false
words:
  any_of: [困电梯, stuck in the lift]
  together: [电梯|lift + 困|trapped]
  none_of: [年检]
marks:
  state:
    pregnant: [孕妇, pregnant]
anyone:
  - {zh: 别扒门, en: Do not force the doors}
questions:
  - id: count
    text: {zh: 里面几个人？, en: "How many people?"}
    answers:
      - {id: 1, text: {zh: 1, en: 1}}
      - {id: unsure, text: {zh: 不清楚, en: Not sure}}
  - id: state
    text: {zh: 有人不舒服吗？, en: "Is anybody unwell?"}
    answers:
      - {id: no, text: {zh: 没有, en: No}}
      - id: pregnant
        text: {zh: 有孕妇, en: Pregnant}
        urgency: emergency
        level: 2
        warn: {zh: 有孕妇, en: A pregnant woman}
        tell: {zh: 坐下, en: Sit down}
      - {id: unsure, text: {zh: 不清楚, en: Not sure}}
  - id: since
    text: {zh: 多久了？, en: "Since when?"}
    when: {state: [pregnant, unsure]}
    answers:
      - {id: long, text: {zh: 半小时以上, en: Half an hour}}
      - {id: unsure, text: {zh: 不清楚, en: Not sure}}
called:
  - {department: engineering}
  - {skill: first_aid, scene: false}
  - {"department": control, scene: false}
lanes:
  - id: A
    name: {zh: 安抚, en: Comfort}
    steps:
      - id: talk
        department: control
        text: {zh: 对讲安抚, en: Talk to the car}
        limit: 1m
        life: true
        suggested: S3
      - id: count
        skill: first_aid
        text: {zh: 问清人数, en: Ask how many}
        evidence: number
        ask: {zh: 几个人？, en: "How many?"}
        when: {state: pregnant}
        forbid:
          - {zh: 别扒门, en: Do not force the doors}
  - id: B
    name: {zh: 解救, en: Rescue}
    steps:
      - id: call
        department: engineering
        text: {zh: 叫维保, en: Call the firm}
        call: {to: lift_maintenance, say: {zh: 困人, en: People trapped}}
closing:
  - {zh: 人已放出, en: Everybody is out}
reports: [R1]
covers: [LIFT-01]
sources: ["D13 §2"]
"""
