"""The demo company's makers, certificates, jurisdictions and device data. Runs in Odoo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import demo_catalogue
import demo_stock

#: Whose rules hold: the company sells in both.
JURISDICTIONS = ("EU", "NMPA")
STERILE = ("SYR-5ML-100", "INF-SET-20", "CAN-IV-20G", "IOL-FOL-21", "SUT-PGA-30", "HYA-GEL-2", "DRS-HYD-10")
IMPLANTS = ("IOL-FOL-21", "HYA-GEL-2")
#: Storage of what is sensitive: lowest and highest temperature in °C.
STORAGE = {"TST-COV-5": (2, 30), "GLU-STR-50": (4, 30), "HYA-GEL-2": (2, 25), "CGM-SEN-14": (2, 25)}
#: GS1 company prefixes of the makers, in the order of ``demo_company.SUPPLIERS``.
GS1_PREFIXES = ("6901234", "3012345", "4012345")
CARTON = 20
#: SKU -> agency and UDI-DI of devices that carry no GTIN.
OTHER_IDENTIFIERS = {"HYA-GEL-2": ("HIBCC", "A123HYA20"), "CAN-IV-20G": ("MA", "MA.156.M0.100204.20004617")}
#: A device that isn't sold in the shop, for its certificate has ended.
DISCONTINUED = ("LMP-HAL-1", "Halogen examination lamp", "卤素检查灯")


@dataclass(frozen=True)
class Certificate:
    """:param days: until it ends, counted from today; negative: it has ended; None: unlimited"""

    number: str
    kind: str
    jurisdiction: str
    classes: tuple[str, ...]
    days: int | None


#: For each maker, in the order of ``demo_company.SUPPLIERS``. Those of no class are about the maker.
CERTIFICATES = (
    (
        Certificate("粤食药监械生产许20191234号", "production_licence", "NMPA", (), 900),
        Certificate("粤深械备20190088", "filing", "NMPA", ("I",), None),
        Certificate("粤械注准20202070411", "registration", "NMPA", ("II",), 25),
        Certificate("国械注准20213140877", "registration", "NMPA", ("III",), 640),
        Certificate("DoC-KD-2024-01", "ce_declaration", "EU", ("I",), None),
        Certificate("CE 1639-KD-77120", "ce_certificate", "EU", ("II", "III"), 410),
    ),
    (
        Certificate("DoC-RDM-2023-07", "ce_declaration", "EU", ("I",), None),
        Certificate("CE 0459-RDM-20418", "ce_certificate", "EU", ("II", "III"), 75),
        Certificate("国械注进20203140219", "registration", "NMPA", ("II", "III"), 820),
    ),
    (
        Certificate("DoC-HM-2022-12", "ce_declaration", "EU", ("I",), None),
        Certificate("CE 0123-HM-55093", "ce_certificate", "EU", ("II", "III"), 1100),
        Certificate("国械注进20193160342", "registration", "NMPA", ("II", "III"), 530),
    ),
)


def fill(env, products: dict) -> None:
    """Give the products what makes a device: maker, registrant, model, storage, certificates.

    :param products: product.product by SKU
    """
    jurisdictions = env["med.jurisdiction"].search([("code", "in", JURISDICTIONS)])
    env.company.jurisdiction_ids = jurisdictions
    quality = env["res.users"].search([("login", "=", "quality")])
    warehouse = env["res.users"].search([("login", "=", "warehouse")])
    env.company.write({"quality_alert_user_id": quality.id, "stock_alert_user_id": warehouse.id})
    by_code = {jurisdiction.code: jurisdiction for jurisdiction in jurisdictions}
    devices = [products[product.sku] for product in demo_catalogue.PRODUCTS if product.device_class]
    for device in devices:
        device.write(_prepare_device_vals(device, jurisdictions))
    _create_identifiers(env, devices)
    makers = env["res.partner"].browse(dict.fromkeys(device.maker_id.id for device in devices)).sorted("id")
    makers.is_maker = True
    for maker, certificates in zip(makers, CERTIFICATES, strict=True):
        own = [device for device in devices if device.maker_id == maker]
        for certificate in certificates:
            env["med.certificate"].create(
                _prepare_certificate_vals(certificate, maker, own, by_code, quality)
            )
    _create_discontinued(env, makers[2], by_code["EU"], quality)


def _prepare_device_vals(device, jurisdictions) -> dict:
    sku = device.default_code
    maker = device.seller_ids.partner_id
    vals = {
        "maker_id": maker.id,
        "registrant_id": maker.id,
        "device_model": sku.rpartition("-")[0],
        "specification": device.name.partition(",")[2].strip() or device.name,
        "storage_conditions": "Dry, away from sunlight, in the original packaging.",
        "storage_keep_dry": True,
        "is_sterile": sku in STERILE,
        "is_implant": sku in IMPLANTS,
        "jurisdiction_ids": [(6, 0, jurisdictions.ids)],
    }
    if sku in STORAGE:
        lowest, highest = STORAGE[sku]
        vals |= {
            "has_storage_temperature": True,
            "storage_temperature_min": lowest,
            "storage_temperature_max": highest,
        }
    return vals


def _create_identifiers(env, devices) -> None:
    """A UDI-DI for the single device, and one for the carton of it."""
    carton = env["uom.uom"].create(
        {
            "name": f"Carton of {CARTON}",
            "relative_factor": CARTON,
            "relative_uom_id": env.ref("uom.product_uom_unit").id,
        }
    )
    vals_list = []
    for index, device in enumerate(devices, start=1):
        sku = device.default_code
        if sku in OTHER_IDENTIFIERS:
            agency, di = OTHER_IDENTIFIERS[sku]
            vals_list.append({"product_id": device.id, "agency": agency, "di": di})
            continue
        prefix = GS1_PREFIXES[index % len(GS1_PREFIXES)]
        for indicator, uom in ((0, device.uom_id), (1, carton)):
            di = _gtin(f"{indicator}{prefix}{index:05d}")
            vals_list.append({"product_id": device.id, "agency": "GS1", "di": di, "uom_id": uom.id})
    env["med.udi.di"].create(vals_list)


def _gtin(digits: str) -> str:
    """The 13 digits with their check digit."""
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return digits + str(-weighted % 10)


def _prepare_certificate_vals(certificate, maker, devices, jurisdictions, quality) -> dict:
    until = certificate.days is not None and demo_stock.TODAY + timedelta(days=certificate.days)
    covered = [device.product_tmpl_id.id for device in devices if device.device_class in certificate.classes]
    return {
        "number": certificate.number,
        "kind": certificate.kind,
        "jurisdiction_id": jurisdictions[certificate.jurisdiction].id,
        "device_class": certificate.classes[-1] if certificate.classes else False,
        "registrant_id": maker.id,
        "maker_id": maker.id,
        "product_tmpl_ids": [(6, 0, covered)],
        "valid_from": (until or demo_stock.TODAY) - timedelta(days=5 * 365),
        "valid_until": until,
        "responsible_id": quality.id,
    }


def _create_discontinued(env, maker, jurisdiction, quality) -> None:
    sku, name, name_zh = DISCONTINUED
    product = env["product.product"].create(
        {
            "name": name,
            "default_code": sku,
            "type": "consu",
            "is_storable": True,
            "tracking": "serial",
            "is_medical_device": True,
            "device_class": "I",
            "use_expiration_date": False,
            "maker_id": maker.id,
            "list_price": 79.0,
        }
    )
    product.with_context(lang="zh_CN").name = name_zh
    ended = Certificate("DoC-HM-2019-03", "ce_declaration", "EU", ("I",), -40)
    env["med.certificate"].create(
        _prepare_certificate_vals(ended, maker, [product], {"EU": jurisdiction}, quality)
    )
