"""`zhiban check` is green for the sample, and names file, line and remedy for each thing that is broken."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from bot.check.finding import Finding, Level, as_json, as_lines, doubtful, exit_code, failed, fine, in_order
from bot.check.offline import PROGRAM, offline
from tests.read.files import SAMPLE, line_of

GROUPS = """
[[chat]]
platform = "telegram"
id = -1011
kind = "resident"
community = "anju"
buildings = ["1", "2"]
"""
"""Of the buildings of the sample that have no group of their own."""
SHIPPED = (
    "playbooks", "sample", "commands.yaml", "signals.yaml", "wecom_menu.yaml", "words.yaml", "talk.yaml", "weights.tsv",
)  # fmt: skip
LABELS = "report: {report}\nchange: '{{{{ number }}}} {change}'\n"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A small installation with the shipped files, and a sample that lacks nothing."""
    templates = tmp_path / "templates"
    for name in SHIPPED:
        source = PROGRAM / "templates" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, _made(templates) / name)
    for roster in (templates / "sample").rglob("roster.toml"):
        roster.write_text(roster.read_text(encoding="utf-8") + GROUPS, encoding="utf-8")
    shutil.copytree(PROGRAM / "migrations", tmp_path / "migrations")
    for language, report, change in (("zh", "上报", "修改"), ("en", "Report", "Change")):
        folder = _made(templates / language / "report")
        (folder / "filled.j2").write_text("#{{ number }}\n{% if place %}{{ place }}{% endif %}\n", encoding="utf-8")
        labels = LABELS.format(report=report, change=change)
        (templates / language / "labels.yaml").write_text(labels, encoding="utf-8")
    return tmp_path


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def check(program: Path, *, language: str = "") -> list[Finding]:
    return offline(program / "templates" / "sample" / language / "zhiban.toml", {}, program=program)


def change(file: Path, *, old: str, new: str) -> Path:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def only_bad(findings: list[Finding]) -> Finding:
    bad = [finding for finding in findings if finding.level is not Level.OK]
    assert len(bad) == 1, as_lines(bad)
    return bad[0]


@pytest.mark.parametrize("language", ["", "en"])
def test_the_sample_is_green(program: Path, language: str) -> None:
    findings = check(program, language=language)
    assert {finding.level for finding in findings} == {Level.OK}, as_lines(findings)
    subjects = {finding.subject for finding in findings}
    assert subjects == {
        "settings", "roster", "coverage", "words", "playbook", "commands", "templates", "signals", "migrations",
    }  # fmt: skip
    assert exit_code(findings) == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "subject", "said"),
    [
        ("templates/sample/zhiban.toml", 'arrival = "10m"', 'arrival = "12m"', "settings", "longer than the plans"),
        ("templates/sample/roster.toml", '"supervisor"', '"supervisr"', "roster", 'did you mean "supervisor"?'),
        ("templates/playbooks/other.yaml", "urgency: general", "urgency: x", "playbook", 'unknown urgency "x"'),
        ("templates/playbooks/fire.yaml", "notice: evacuation", "notice: evacation", "playbook", "did you mean"),
        ("templates/words.yaml", "signs: [", "signs: [樓, ", "words", "write two signs"),
        ("templates/words.yaml", "heard:", "hearing:", "words", "heard"),
        ("templates/words.yaml", "heard: [", "heard: ]", "words", "not valid YAML"),
        ("templates/talk.yaml", "fiction:", "novel: {says: ['@nobody']}\nfiction:", "words", "@nobody"),
        ("templates/weights.tsv", "sudden_illness\t", "sudden_illness, ", "words", "python -m benchmarks.weigh"),
        ("templates/signals.yaml", 'en: "Everybody', 'eng: "Everybody', "signals", "en is missing"),
        ("templates/commands.yaml", "for: desk", "for: dask", "commands", '"desk"'),
        ("templates/zh/report/filled.j2", "{% if place %}", "{% if %}", "templates", "correct the template"),
        ("templates/en/labels.yaml", "{{ number }}", "{{ number }", "templates", "correct the text"),
        ("templates/en/labels.yaml", "report: Report", "report:", "templates", "says nothing"),
        ("templates/en/labels.yaml", "report: Report", "report: }", "templates", "not valid YAML"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    program: Path, file: str, old: str, new: str, subject: str, said: str
) -> None:
    path = change(program / file, old=old, new=new)
    findings = [finding for finding in check(program) if finding.level is Level.FAIL]
    assert exit_code(findings) == 1
    first = findings[0]
    expected = path.read_text(encoding="utf-8").split(new)[0].count("\n") + 1
    assert (first.subject, first.where) == (subject, f"{path}:{expected}")
    assert said in first.remedy


def test_a_text_or_template_of_one_language_only_is_missed_in_the_other(program: Path) -> None:
    labels = change(program / "templates/zh/labels.yaml", old="report:", new="raport:")
    found = {(f.where, f.remedy) for f in check(program) if f.level is Level.FAIL}
    other = program / "templates/en/labels.yaml"
    assert found == {
        (str(labels), '"report" is missing in this language; write it'),
        (str(other), '"raport" is missing in this language; write it'),
    }
    labels.unlink()
    assert only_bad(check(program)).where == str(labels)
    shutil.rmtree(program / "templates/en")
    assert any("holds no templates" in f.remedy for f in check(program))


def test_a_fact_nobody_gives_is_a_failure(program: Path) -> None:
    file = change(program / "templates" / "en" / "report" / "filled.j2", old="{% if", new="{{ nothing_such }}\n{% if")
    found = only_bad(check(program))
    assert found.level is Level.FAIL
    assert found.where.endswith(f"{file.parent.name}/{file.name}:2")
    assert '"nothing_such"' in found.remedy


def test_migrations_stand_in_order(program: Path) -> None:
    (program / "migrations/0099_later.sql").write_text("SELECT 1;\n", encoding="utf-8")
    finding = only_bad(check(program))
    assert (finding.level, finding.subject) == (Level.FAIL, "migrations")
    assert "number them without gaps" in finding.remedy


def test_a_missing_roster_and_missing_settings_are_named(program: Path) -> None:
    roster = program / "templates/sample/roster.toml"
    roster.unlink()
    assert only_bad(check(program)).where == str(roster)
    settings = program / "templates/sample/zhiban.toml"
    settings.unlink()
    assert only_bad(check(program)).where == str(settings)


def test_settings_without_a_platform_reach_nobody(program: Path) -> None:
    settings = program / "templates/sample/zhiban.toml"
    text = settings.read_text(encoding="utf-8")
    start, end = text.index("[telegram]"), text.index("[web]")
    settings.write_text(text[:start] + text[end:], encoding="utf-8")
    findings = check(program)
    assert [f.remedy for f in findings if f.level is Level.FAIL] == [
        "no platform is given, so nobody can be reached; add [telegram] or [wecom]"
    ]
    assert any(f.subject == "account" for f in findings)
    assert any(f.subject == "group" for f in findings)


@pytest.mark.parametrize("name", ["words.yaml", "talk.yaml", "weights.tsv"])
def test_a_missing_file_of_words_is_one_failure(program: Path, name: str) -> None:
    file = program / "templates" / name
    file.unlink()
    (finding,) = [one for one in check(program) if one.level is Level.FAIL]
    assert (finding.subject, finding.where) == ("words", str(file))


@pytest.mark.covers("ORG-39")
@pytest.mark.parametrize(
    ("old", "new", "level", "subject", "said"),
    [
        ('kind = "staff"', 'kind = "command"', Level.FAIL, "group", "has no staff group"),
        ('"engineering"', '"cleaning"', Level.FAIL, "people", "nobody of engineering, whom "),
        (', "supervisor"', ', "commander"', Level.WARN, "command", "has nobody to escalate to"),
        (', "duty_lead"', "", Level.WARN, "command", "has nobody to lead the shift"),
        ('"commander", "admin"', '"supervisor", "admin"', Level.WARN, "command", "has nobody to take over"),
        ('"commander", "admin"', '"commander"', Level.WARN, "admin", "nobody hears of a faulty roster"),
        ('"lift_maintenance"', '"tow"', Level.WARN, "contact", "whom elevator_fault, elevator_trapped telephones"),
    ],
)
def test_what_a_community_lacks_is_said(
    program: Path, old: str, new: str, level: Level, subject: str, said: str
) -> None:
    roster = change(program / "templates/sample/roster.toml", old=old, new=new)
    finding = only_bad(check(program))
    assert (finding.level, finding.subject) == (level, subject)
    assert said in finding.remedy
    line = line_of(roster, "[[community]]")
    assert finding.where == (str(roster) if subject == "admin" else f"{roster}:{line}")


def test_nobody_who_can_command_is_a_failure(program: Path) -> None:
    settings = change(program / "templates/sample/zhiban.toml", old='"duty_lead", "supervisor", ', new="")
    change(program / "templates/sample/roster.toml", old='"commander", "admin"', new='"supervisor", "admin"')
    finding = only_bad(offline(settings, {}, program=program))
    assert (finding.level, finding.remedy) == (
        Level.FAIL,
        "nobody can command in 安居苑; give somebody one of the roles commander",
    )


def test_somebody_without_an_account_is_named(program: Path) -> None:
    roster = change(program / "templates/sample/roster.toml", old="telegram = 1002\n", new="")
    finding = only_bad(check(program))
    assert finding.where == f"{roster}:{line_of(roster, '李电') - 2}"
    assert finding.remedy == "李电 can't be written to; add telegram (the number /whoami gives)"


@pytest.mark.covers("INSP-09")
@pytest.mark.parametrize(
    ("duties", "gap"),
    [
        ([("1-7", "08:00", "20:00"), ("1-7", "20:00", "08:00")], None),
        ([("1-7", "00:00", "24:00")], None),
        ([("1-7", "08:00", "20:00")], "Monday 00:00"),
        ([("1-7", "08:00", "20:00"), ("1-6", "20:00", "08:00")], "Monday 00:00"),
        ([("1-7", "00:00", "20:00"), ("1-7", "20:30", "24:00")], "Monday 20:00"),
        ([("1-4", "00:00", "24:00"), ("5-7", "00:00", "23:59")], "Friday 23:59"),
    ],
)
def test_hours_nobody_is_listed_for_are_a_warning(
    program: Path, duties: list[tuple[str, str, str]], gap: str | None
) -> None:
    roster = program / "templates/sample/roster.toml"
    shifts = [f'\n[[duty]]\nperson = "zhou"\ndays = "{d}"\nfrom = "{f}"\nto = "{t}"\n' for d, f, t in duties]
    roster.write_text(roster.read_text(encoding="utf-8") + "".join(shifts), encoding="utf-8")
    bad = [finding for finding in check(program) if finding.level is not Level.OK]
    assert [(finding.level, finding.subject) for finding in bad] == ([(Level.WARN, "duty")] if gap else [])
    assert all(f"nobody of service is listed from {gap} on" in finding.remedy for finding in bad)


def test_printing_begins_with_what_to_do_and_ends_with_the_counts(program: Path) -> None:
    change(program / "templates/sample/roster.toml", old='"lift_maintenance"', new='"tow"')
    findings = check(program)
    *lines, counts, following = as_lines(findings).splitlines()
    assert len(lines) == len(findings)
    assert counts == f"{len(findings) - 1} ok, 1 warn, 0 FAIL"
    assert lines[0].startswith("warn  contact")
    assert following.startswith("next: nothing fails; ")
    assert lines[1] == f"ok    settings  {program}/templates/sample/zhiban.toml  安居物业"
    whole = json.loads(as_json(findings))
    assert whole["counts"] == {"ok": len(findings) - 1, "warn": 1, "FAIL": 0}
    assert set(whole["findings"][0]) == {"level", "subject", "where", "remedy"}
    assert as_lines([fine("settings", "zhiban.toml", "x")]).splitlines()[-1].startswith("next: nothing; ")
    assert as_lines([]) == "0 ok, 0 warn, 0 FAIL"


def test_what_others_wait_for_stands_first() -> None:
    given = [
        fine("settings", "zhiban.toml", "x"),
        doubtful("contact", "roster.toml:1", "no lift firm"),
        failed("group", "roster.toml:1", "no staff group"),
        doubtful("account", "roster.toml:9", "nobody there"),
        failed("people", "roster.toml:1", "nobody to call"),
        failed("token", "zhiban.toml:5", "refused"),
    ]
    ordered = in_order(given)
    assert [finding.subject for finding in ordered] == ["token", "people", "group", "account", "contact", "settings"]
    assert as_lines(given).splitlines()[-1] == "next: zhiban.toml:5: refused; then check again"


def test_a_roster_without_one_number_reaches_nobody(program: Path) -> None:
    roster = program / "templates/sample/roster.toml"
    roster.write_text(re.sub(r"telegram = \d+\n", "", roster.read_text(encoding="utf-8")), encoding="utf-8")
    (finding,) = [finding for finding in check(program) if finding.level is Level.FAIL]
    assert (finding.subject, finding.where) == ("account", f"{roster}:{line_of(roster, '罗经理') - 2}")
    assert "let 罗经理 open it, press Start and send /whoami" in finding.remedy


def test_the_shipped_files_are_sound() -> None:
    findings = offline(SAMPLE / "zhiban.toml", {})
    shipped = [finding for finding in findings if finding.subject != "templates"]
    assert [(finding.level, finding.subject) for finding in shipped if finding.level is not Level.OK] == [
        (Level.WARN, "residents")
    ], as_lines(shipped)
