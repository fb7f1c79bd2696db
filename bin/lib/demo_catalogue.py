# ruff: noqa: E501  one product per line reads as a table
"""What the demo company sells: one list from which both the shop and Odoo are filled. Plain data.

Prices are net of tax. Lots are dated relative to today, so that the demo does not age.
"""

from __future__ import annotations

from dataclasses import dataclass

YUAN_PER_EURO = 8


@dataclass(frozen=True)
class Lot:
    """Part of the stock of a product.

    :param months: until expiry, counted from today; negative is expired; None is no expiry
    :param status: release status in Odoo
    :param quantity: pieces; for serial numbers the number of them
    """

    name: str
    months: int | None
    status: str
    quantity: int
    warehouse: str = "LYS"


@dataclass(frozen=True)
class Product:
    """``device_class`` is I, II or III, empty for goods that are no medical device; ``weight`` is in kg."""

    sku: str
    name: str
    name_zh: str
    device_class: str
    tracking: str
    price: float
    weight: float
    lots: tuple[Lot, ...]

    @property
    def price_cny(self) -> float:
        return round(self.price * YUAN_PER_EURO, 2)


#: Code, name, city, country; the shop sells from the first.
WAREHOUSES = (
    ("LYS", "Lyon", "Lyon", "FR"),
    ("SZX", "Shenzhen 深圳仓", "Shenzhen", "CN"),
)


def _batches(code: str) -> tuple[Lot, ...]:
    """A consumable in good supply: two released batches in Lyon, one of them nearer to its expiry."""
    return (
        Lot(f"{code}25A", 8, "released", 120),
        Lot(f"{code}26A", 20, "released", 240),
        Lot(f"{code}26B", 26, "quarantine", 200),
        Lot(f"{code}26S", 22, "released", 400, "SZX"),
    )


def _mixed(code: str) -> tuple[Lot, ...]:
    """One batch of every status."""
    return (
        Lot(f"{code}24X", -2, "released", 15),
        Lot(f"{code}25A", 5, "released", 90),
        Lot(f"{code}25H", 14, "hold", 60),
        Lot(f"{code}25R", 16, "rejected", 20),
        Lot(f"{code}26A", 24, "released", 180),
        Lot(f"{code}26Q", 30, "quarantine", 150),
    )


def _serials(code: str, months: int | None = None, count: int = 60) -> tuple[Lot, ...]:
    """Devices with a serial number each: most released, the last few still to be inspected."""
    released = (Lot(f"{code}{number:05d}", months, "released", 1) for number in range(1, count + 1))
    waiting = (Lot(f"{code}{number:05d}", months, "quarantine", 1) for number in range(count + 1, count + 6))
    chinese = (Lot(f"{code}S{number:04d}", months, "released", 1, "SZX") for number in range(1, 11))
    return (*released, *waiting, *chinese)


def _loose(quantity: int) -> tuple[Lot, ...]:
    """Goods without lots."""
    return (Lot("", None, "released", quantity), Lot("", None, "released", quantity // 2, "SZX"))


# fmt: off
PRODUCTS = (
    # Not a device
    Product("CAS-CARRY-1", "Carrying case for monitors", "监护仪便携收纳包", "", "none", 19.00, 0.35, _loose(150)),
    # Class I
    Product("BAN-ELA-10", "Elastic bandage 10 cm x 4.5 m", "弹性绷带 10 厘米 × 4.5 米", "I", "lot", 4.20, 0.06, _batches("EB")),
    Product("TAP-SUR-25", "Surgical tape 2.5 cm x 9 m", "医用胶带 2.5 厘米 × 9 米", "I", "lot", 3.10, 0.03, _batches("ST")),
    Product("TON-WD-100", "Wooden tongue depressors, 100 pcs", "木制压舌板（100 支）", "I", "lot", 5.90, 0.25, _batches("TD")),
    Product("GLV-NIT-M", "Nitrile examination gloves M, 100 pcs", "丁腈检查手套 M 码（100 只）", "I", "lot", 8.90, 0.42, _mixed("GM")),
    Product("GLV-NIT-L", "Nitrile examination gloves L, 100 pcs", "丁腈检查手套 L 码（100 只）", "I", "lot", 8.90, 0.45, _batches("GL")),
    Product("ICE-GEL-S", "Reusable cold and hot gel pack", "冷热敷凝胶袋", "I", "lot", 6.50, 0.30, _batches("IG")),
    Product("STK-TRI-3", "Folding walking stick with tripod foot", "折叠三脚拐杖", "I", "serial", 29.00, 0.80, _serials("WS")),
    # Class II
    Product("THM-DIG-5", "Digital thermometer, flexible tip", "软头电子体温计", "II", "lot", 9.90, 0.04, _mixed("TH")),
    Product("THM-IR-20", "Infrared ear thermometer", "红外耳温计", "II", "serial", 34.90, 0.18, _serials("TI")),
    Product("BPM-ARM-7", "Upper-arm blood pressure monitor", "上臂式电子血压计", "II", "serial", 59.00, 0.62, _serials("BP")),
    Product("OXI-FIN-1", "Fingertip pulse oximeter", "指夹式血氧仪", "II", "serial", 49.90, 0.09, _serials("OX")),
    Product("ECG-POC-1", "Pocket ECG recorder", "便携式心电记录仪", "II", "serial", 129.00, 0.15, _serials("EC", count=30)),
    Product("GLU-MTR-2", "Blood glucose meter", "血糖仪", "II", "serial", 24.90, 0.12, _serials("GU")),
    Product("GLU-STR-50", "Blood glucose test strips, 50 pcs", "血糖试纸（50 片）", "II", "lot", 21.50, 0.05, _mixed("GS")),
    Product("LAN-28G-100", "Safety lancets 28G, 100 pcs", "一次性安全采血针 28G（100 支）", "II", "lot", 7.80, 0.14, _batches("LA")),
    Product("NEB-CMP-3", "Compressor nebuliser", "压缩式雾化器", "II", "serial", 69.00, 1.60, _serials("NB", count=30)),
    Product("STE-DUA-1", "Dual-head stethoscope", "双头听诊器", "II", "lot", 42.00, 0.22, _batches("SD")),
    Product("TEN-2CH-1", "Two-channel TENS unit", "双通道经皮神经电刺激仪", "II", "serial", 89.00, 0.28, _serials("TE", count=30)),
    Product("MSK-SUR-50", "Surgical masks type IIR, 50 pcs", "医用外科口罩（50 只）", "II", "lot", 12.90, 0.20, _mixed("MS")),
    Product("DRS-HYD-10", "Hydrocolloid dressing 10 x 10 cm, 10 pcs", "水胶体敷料 10 × 10 厘米（10 片）", "II", "lot", 27.40, 0.12, _batches("DH")),
    Product("TST-COV-5", "Antigen self-test, 5 pcs", "抗原自测试剂盒（5 份）", "II", "lot", 14.90, 0.11, _mixed("AG")),
    # Class III
    Product("SYR-5ML-100", "Sterile syringes 5 ml, 100 pcs", "一次性使用无菌注射器 5 毫升（100 支）", "III", "lot", 16.80, 0.55, _batches("SY")),
    Product("INF-SET-20", "Infusion sets, sterile, 20 pcs", "一次性使用输液器（20 套）", "III", "lot", 23.60, 0.48, _batches("IN")),
    Product("CAN-IV-20G", "IV cannulas 20G, 50 pcs", "静脉留置针 20G（50 支）", "III", "lot", 54.00, 0.32, _mixed("CN")),
    Product("CGM-SEN-14", "Glucose sensor, 14 days", "持续葡萄糖监测传感器（14 天）", "III", "serial", 59.90, 0.08, _serials("CG", months=11)),
    Product("LEN-DAY-30", "Daily contact lenses -2.00, 30 pcs", "日抛型软性接触镜 -2.00（30 片）", "III", "lot", 19.90, 0.10, _batches("LD")),
    Product("IOL-FOL-21", "Foldable intraocular lens +21.0", "可折叠人工晶状体 +21.0", "III", "serial", 145.00, 0.05, _serials("IL", months=30, count=30)),
    Product("SUT-PGA-30", "Absorbable suture PGA 3-0, 12 pcs", "可吸收缝合线 PGA 3-0（12 包）", "III", "lot", 38.50, 0.09, _mixed("SU")),
    Product("HYA-GEL-2", "Sodium hyaluronate gel 2 ml", "医用透明质酸钠凝胶 2 毫升", "III", "lot", 85.00, 0.06, _batches("HY")),
)
# fmt: on

#: Code, kind in the shop, value (percent, or euros off the order).
PROMOTIONS = (("WELCOME10", "percentage", 10), ("MINUS5", "fixed", 5))
