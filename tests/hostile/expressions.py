"""Expressions for ``--where`` that would write, never end, take all memory, or cannot be right; and some that are right."""

from __future__ import annotations

COUNT = 140
_LARGE = 900_000_000
_MANY = "number_rows a, number_rows b, number_rows c, number_rows d"
_TEXTS = "sentences a, sentences b, sentences c"
_COUNTLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
_RUNAWAY = (
    "(a+)+$",
    "(.*?){2}zz",
    "(.+.+)+zz",
    "(年|.)*?zz",
    "((.+)+)+！！$",
    "(?:.*,)*zz",
    "(.*)(.*)(.*)(.*)zz",
    "(x?){40}zz",
)
_BROKEN = ("(", "[", "a{2}{3}{4}(", "(?P<n", "*", "\\", "(?<=a+)(", "[b-a]", "(?z)", "a**", "(?P=n)", "\\p{Nothing}")

WRITING = (
    "1; DROP TABLE reports", "1; DELETE FROM reports; --", "(DELETE FROM reports)", "1) ; ATTACH 'x.db' AS x; --",
    "(ATTACH 'x.db' AS x)", "(PRAGMA user_version = 9)", "load_extension('x')", "writefile('x', 'y')", "readfile('/etc/hosts')",
    "edit('x')", "(UPDATE reports SET id = 'x' RETURNING 1)", "(INSERT INTO failures VALUES (1, 2, 3))", "(VACUUM INTO 'x.db')",
    "1) UNION SELECT 1 FROM reports --", "1 /*", "key IN (SELECT value FROM pragma_writable_schema)",
    "(SELECT 1 FROM pragma_database_list) > 0", "fts3_tokenizer('x')",
    "(CREATE TABLE x (a))", "1 RETURNING 1", "(REINDEX)", "(BEGIN)", "(COMMIT)", "(DETACH main)",
    "zipfile('x')", "lsdir('/')",
)  # fmt: skip
"""What would change something, or look where it may not."""
ENDLESS = (
    *(f"(SELECT count(*) FROM {_MANY} WHERE a.key <> indicators.key) {compared}" for compared in ("> 0", "= 0", "BETWEEN 0 AND 1")),
    f"key < 3 OR (SELECT count(*) FROM {_MANY} WHERE a.key <> indicators.key) > 0",
    f"(SELECT max(a.key + b.key) FROM {_MANY}) > 0", f"EXISTS (SELECT 1 FROM {_MANY} WHERE a.key < 0 OR b.key < 0)",
    f"key IN (SELECT a.key FROM {_MANY} ORDER BY d.key)", f"(SELECT count(DISTINCT a.key || b.key || c.key) FROM {_MANY}) > 0",
    f"(SELECT group_concat(a.text) FROM {_TEXTS}) > ''", f"(SELECT length(group_concat(a.text || b.text)) FROM {_TEXTS}) > 0",
    f"(SELECT count(*) FROM {_TEXTS} WHERE a.text LIKE '%' || b.text || '%' || c.text || '%') > 0",
    f"(SELECT count(*) FROM {_TEXTS} WHERE a.text GLOB '*' || b.text || '*') > 0",
    f"(SELECT sum(length(replace(a.text, b.text, c.text))) FROM {_TEXTS}) > 0",
    f"({_COUNTLESS} SELECT max(i) FROM n) > 0", f"({_COUNTLESS} SELECT count(*) FROM n) > 0",
    f"EXISTS ({_COUNTLESS} SELECT 1 FROM n WHERE i < 0)", f"key IN ({_COUNTLESS} SELECT i FROM n)",
    f"({_COUNTLESS} SELECT group_concat(i) FROM n) > ''", f"({_COUNTLESS} SELECT sum(length(randomblob(100000))) FROM n) > 0",
    f"({_COUNTLESS} SELECT max(i) FROM n WHERE sentence REGEXP i) > 0",
    "(SELECT count(*) FROM indicators x, indicators y, indicators z WHERE x.sentence <> y.sentence) > 0",
    "(SELECT json_group_array(a.text) FROM sentences a, sentences b) > ''", "(SELECT count(*) FROM sentences a, sentences b, numbers n) > 0",
    *(f"(SELECT count(*) FROM {_TEXTS} WHERE c.text || a.text || b.text REGEXP '{pattern}') >= 0" for pattern in _RUNAWAY[:4]),
    *(f"printf('%.*c', 4000, 'a') || sentence REGEXP '{pattern}'" for pattern in _RUNAWAY),
)  # fmt: skip
"""What would take more time than anybody has."""
LARGE = (
    *(f"length({function}({_LARGE})) > 0" for function in ("randomblob", "zeroblob")), f"length(hex(zeroblob({_LARGE // 2}))) > 0",
    f"length(printf('%{_LARGE}d', 1)) > 0", f"length(printf('%.{_LARGE}c', 'a')) > 0", f"length(printf('%.*c', {_LARGE}, 'a')) > 0",
    "length(replace(hex(zeroblob(2000000)), '0', 'aaaaaaaaaaaaaaaaaaaa')) > 0", f"length(char({', '.join(['65'] * 900)})) > 0",
    "length(replace(replace(replace(hex(zeroblob(9999)), '0', sentence), '0', sentence), '0', sentence)) > 0",
    f"length(quote(zeroblob({_LARGE // 2}))) > 0", "length(group_concat(sentence)) > 0", f"zeroblob({_LARGE}) || zeroblob({_LARGE}) > ''",
    "length(json_array(hex(zeroblob(9000000)), hex(zeroblob(9000000)))) > 0", f"substr(zeroblob({_LARGE}), 1) > ''",
    "+".join(["1"] * 3000), " OR ".join(["value > 5"] * 900), "(" * 900 + "1" + ")" * 900, "value > 5 AND " * 20_000 + "1",
    f"sentence REGEXP 'a{{{_LARGE}}}'", "sentence REGEXP '(a{30000}){30000}'", "sentence REGEXP '" + "(" * 5000 + ")" * 5000 + "'",
)  # fmt: skip
"""What would take more memory than anybody has."""
WRONG = (
    "value >", "value > 'x", "nosuch = 1", '"值" > 1', "value > 5 AND", "(value > 5", "value > 5)", "count(*) > 1", "sum(value) > 1",
    "nosuch(value)", "length()", "value > ?", "value > :x", "FROM reports", "\0", "value = 1 LIMIT 1", "ORDER BY value",
    "row_number() OVER () = 1", "value > 5; ", "name = 地区生产总值", "value >> ", "CASE WHEN", "IN (1)", "value BETWEEN 1", "name LIKE", "value = = 1", "`nosuch` = 1", "value IS IS NULL", "EXISTS ()", "raise(ABORT, 'x')",
    *(f"sentence REGEXP '{pattern}'" for pattern in _BROKEN),
)  # fmt: skip
"""What cannot be right, whatever rows there are."""
BY_VALUE = ("json_extract(sentence, '$') > 1", "abs(-9223372036854775808) > 0")
"""What fails on the values that are there."""
RIGHT = (
    "1 --", "", "(SELECT sql FROM sqlite_master) > ''", "\"name\" > ''", "sentence REGEXP 'a{2'",
    "value > 5", "name LIKE '%生产总值%'", "sentence REGEXP '增长|提高'", "regexp('增长', sentence)", "value BETWEEN 1 AND 5 AND unit = '%'",
    "year = report_year", "length(sentence) > 20", "value > (SELECT avg(value) FROM indicators)", "name IN ('地区生产总值', '财政收入')",
)  # fmt: skip
ALL = (*WRITING, *ENDLESS, *LARGE, *WRONG, *BY_VALUE, *RIGHT)
