# ruff: noqa: E501  one buyer per line reads as a table
"""The people and companies that buy in the demo's shop: real-looking addresses in Europe and China. Plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Buyer:
    """``company`` is empty for a private person."""

    email: str
    first_name: str
    last_name: str
    company: str
    street: str
    city: str
    postal_code: str
    country_code: str
    phone: str
    province: str = ""

    @property
    def address(self) -> dict[str, str]:
        """The address in the shop's own field names."""
        fields = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "company": self.company,
            "address_1": self.street,
            "city": self.city,
            "postal_code": self.postal_code,
            "province": self.province,
            "country_code": self.country_code,
            "phone": self.phone,
        }
        return {name: value for name, value in fields.items() if value}


# fmt: off
BUYERS = (
    Buyer("anne.moreau@example.com", "Anne", "Moreau", "", "14 rue de la République", "Lyon", "69002", "fr", "+33 6 12 34 56 78"),
    Buyer("achats@clinique-ainay.example", "Claire", "Dubois", "Clinique d'Ainay", "3 place Ampère", "Lyon", "69002", "fr", "+33 4 72 00 10 20"),
    Buyer("j.lefevre@example.com", "Jérôme", "Lefèvre", "", "27 boulevard Voltaire", "Paris", "75011", "fr", "+33 6 98 76 54 32"),
    Buyer("pharmacie.vieuxport@example.com", "Nadia", "Benali", "Pharmacie du Vieux-Port", "8 quai du Port", "Marseille", "13002", "fr", "+33 4 91 90 00 01"),
    Buyer("praxis.klein@example.com", "Anna", "Klein", "Praxis Dr. Klein", "Königstraße 41", "Stuttgart", "70173", "de", "+49 711 2030 405"),
    Buyer("m.schaefer@example.com", "Max", "Schäfer", "", "Torstraße 112", "Berlin", "10119", "de", "+49 30 5557 0099"),
    Buyer("wang.fang@example.cn", "芳", "王", "", "南山区科技园南路 18 号 6 栋 1203 室", "深圳市", "518057", "cn", "+86 138 0013 8000", "广东省"),
    Buyer("caigou@renxin-clinic.example", "伟", "李", "上海仁心门诊部有限公司", "静安区南京西路 1266 号 21 层", "上海市", "200040", "cn", "+86 21 6288 1234", "上海市"),
    Buyer("zhao.min@example.cn", "敏", "赵", "", "西湖区文三路 398 号 2 单元 501 室", "杭州市", "310012", "cn", "+86 139 5710 2233", "浙江省"),
)
# fmt: on
