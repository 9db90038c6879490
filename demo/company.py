"""Makes the demo's company: users for MongoDB; employees, departments, badges and invoices for PostgreSQL.

Everything follows from a seed and the day; what is wrong on purpose is returned beside the data, record by record.
"""
import datetime as dt
import random
from decimal import Decimal

USERS = 2400
INVOICES = 3000
UTC = dt.timezone.utc
DEPARTMENTS = [  # name, cost centre, head, yearly budget
    ("Finance", "CC-100", "Hélène Marchand", "1850000.00"), ("Ventes", "CC-200", "Karim Belkacem", "3200000.00"),
    ("Informatique", "CC-300", "Sophie Nguyen", "4100000.00"), ("Ressources humaines", "CC-400", "Paul Étienne", "900000.00"),
    ("Achats", "CC-500", "Inès Da Silva", "1200000.00"), ("Juridique", "CC-600", "Marc Lefèvre", "750000.00"),
    ("Logistique", "CC-700", "Nadia Haddad", "2600000.00"), ("Direction", "CC-800", "Anne Dubois", "500000.00")]
FIRST = ("Camille Léa Hugo Zoé Noé Chloé Émile Jules Inès Maël Anaïs Théo Sarah Yanis Lina Adam Eva Louis Rose Gabriel Élise "
         "Amir Nora Victor Salomé Hélène Omar Alice Félix Jade").split()
LAST = ("Martin Bernard Dubois Durand Moreau Laurent Lefèvre Roux Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau "
        "Müller Garcia Nguyen Haddad Kowalski O'Brien Benoît Gauthier Perrin Chevalier Blanc Guérin Faure Mercier Brun").split()
CITIES = [("Paris", "75011"), ("Lyon", "69003"), ("Lille", "59000"), ("Nantes", "44000"), ("Évry", "91000"), ("Nice", "06000")]
ROLES = (("reader", 60), ("editor", 22), ("support", 8), ("auditor", 5), ("admin", 5))
SUPPLIERS = "Alphatek Bureau-Plus CleanCo Dataplex Énergia Fretline Gourmet&Co Hostinfo ImprimPro Jardival".split()
SITES = "Paris Lyon Lille".split()


def fold(text):
    import unicodedata
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return plain.lower().replace("'", "")


def week_start(now):
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return day - dt.timedelta(days=day.weekday())


def millis(instant):
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


class Company:
    """One seeded company. `now` is aware; instants lie before it."""

    def __init__(self, seed, now):
        self.random = random.Random(seed)
        self.now = now
        self.today = now.date()
        self.anomalies = []
        self.departments = [dict(zip(("name", "cost_centre", "head", "budget"), row)) for row in DEPARTMENTS]
        self.employees = self.make_employees()
        self.users = self.make_users()
        self.badges = self.make_badges()
        self.invoices = self.make_invoices()

    def plant(self, kind, where, key, what):
        self.anomalies.append({"kind": kind, "where": where, "key": str(key), "what": what})

    def day(self, back_max, back_min=0):
        return self.today - dt.timedelta(days=self.random.randint(back_min, back_max))

    def instant(self, start, end):
        return millis(start + (end - start) * self.random.random())

    def make_employees(self):
        employees, taken = [], set()
        for number in range(10001, 10001 + 2150):
            first, last = self.random.choice(FIRST), self.random.choice(LAST)
            email = f"{fold(first)}.{fold(last)}@exemple.fr"
            while email in taken:
                email = f"{fold(first)}.{fold(last)}{self.random.randint(2, 9999)}@exemple.fr"
            taken.add(email)
            hired = self.day(3600)
            left = hired + dt.timedelta(days=self.random.randint(60, 2000)) if self.random.random() < 0.08 else None
            employees.append({
                "employee_no": number, "work_email": email, "full_name": f"{first} {last}",
                "department": self.random.choice(DEPARTMENTS)[0],
                "job_title": self.random.choice(["analyste", "technicien", "responsable", "assistant", "ingénieur", None]),
                "hired_on": hired, "left_on": left if left and left < self.today else None,
                "salary": Decimal(self.random.randint(2100000, 9800000)) / 100,
                "manager_no": self.random.randint(10001, 10040) if number > 10040 else None})
        return employees

    def make_users(self):
        users = []
        staff = self.random.sample(self.employees, 2050)
        start_of_week = week_start(self.now)
        roles = [role for role, weight in ROLES for _ in range(weight)]
        for index in range(USERS):
            person = staff[index] if index < len(staff) else None
            first, last = self.random.choice(FIRST), self.random.choice(LAST)
            email = person["work_email"] if person else f"{fold(first)}.{fold(last)}.{index}@partenaire.example"
            if self.random.random() < 0.15:
                email = ".".join(part.capitalize() for part in email.split("."))
            city, postcode = self.random.choice(CITIES)
            user = {
                "_id": f"{self.random.getrandbits(96):024x}", "login": f"u{index:05d}", "email": email,
                "display_name": person["full_name"] if person else f"{first} {last}", "role": self.random.choice(roles),
                "status": self.random.choice(["active"] * 8 + ["suspended", "invited"]),
                "created_at": self.instant(self.now - dt.timedelta(days=900), start_of_week),
                "contact": {"phone": f"+33 6 {self.random.randint(10000000, 99999999)}",
                            "address": {"city": city, "postcode": postcode}},
                "tags": self.random.sample(["vip", "beta", "externe", "formation", "astreinte"], self.random.randint(0, 3)),
                "quota_gb": Decimal(self.random.randint(100, 50000)) / 100, "mfa": self.random.random() < 0.7}
            if person and index % 3:  # a third of the accounts are older than the link with personnel
                user["employee_no"] = person["employee_no"]
            if self.random.random() < 0.8:
                user["last_login"] = self.instant(user["created_at"], self.now) if self.random.random() < 0.9 else None
            if self.random.random() < 0.05:
                user["contact"].pop("phone")
            users.append(user)
        self.plant_users(users, start_of_week)
        return users

    def plant_users(self, users, start_of_week):
        for user in self.random.sample(users[:2000], 46):  # accounts of this week, admins among them
            user["created_at"] = self.instant(start_of_week, self.now)
            user["role"] = self.random.choice(["admin", "admin", "reader", "editor"])
        for user in self.random.sample(users[2050:], 6):
            user["created_at"], user["role"] = self.instant(start_of_week, self.now), "admin"
            self.plant("orphan", "mongodb.users", user["login"], "admin of this week whose e-mail no employee has")
        absent, null = self.random.sample(users[:2050], 2)
        for user, words in ((absent, "missing"), (null, "null")):
            user["created_at"], user["role"] = self.instant(start_of_week, self.now), "admin"
            self.plant("no_key", "mongodb.users", user["login"], f"admin of this week whose e-mail is {words}")
        absent.pop("email")
        null["email"] = None
        user = self.random.choice([u for u in users[:2000] if u.get("email")])
        user["created_at"], user["role"] = self.instant(start_of_week, self.now), "admin"
        twin = dict(next(e for e in self.employees if e["work_email"] == user["email"].lower()))
        others = [name for name, *_ in DEPARTMENTS if name != twin["department"]]
        twin.update(employee_no=19999, department=self.random.choice(others))
        self.employees.append(twin)
        self.plant("ambiguous", "postgres.public.employees", twin["work_email"], "two employees, two departments, one e-mail")
        for user in self.random.sample([u for u in users if u["role"] == "reader"], 4):
            user["role"] = "Admin"
            self.plant("spelling", "mongodb.users", user["login"], "role written « Admin »")

    def make_badges(self):
        badges = []
        for index, person in enumerate(self.employees):
            if person["employee_no"] == 19999 or self.random.random() < 0.04:
                continue
            issued = max(person["hired_on"], self.day(700))
            badges.append({"badge_no": f"B{index:06d}", "employee_no": person["employee_no"], "site": self.random.choice(SITES),
                           "issued_on": issued, "expires_on": issued + dt.timedelta(days=1095),
                           "status": "revoked" if person["left_on"] else self.random.choice(["active"] * 18 + ["lost"])})
        gone = [b for b in badges if b["status"] == "revoked"]
        for badge in self.random.sample(gone, 5):
            badge["status"] = "active"
            self.plant("still_active", "postgres.public.badges", badge["badge_no"], "active badge of someone who has left")
        return badges

    def make_invoices(self):
        approvers = [u["email"] for u in self.users if u.get("email") and u["role"] in ("admin", "auditor")]
        invoices, number = [], 500000
        for _ in range(INVOICES):
            number += 1
            if self.random.random() < 0.001:
                self.plant("gap", "postgres.public.invoices", number, "invoice number never used")
                number += 1
            net = Decimal(self.random.randint(2000, 2500000)) / 100
            vat = (net * Decimal("0.20")).quantize(Decimal("0.01"))
            issued = self.day(500)
            paid = self.random.random() < 0.75
            paid_at = self.instant(dt.datetime.combine(issued, dt.time(), UTC), self.now) if paid else None
            invoices.append({"invoice_no": number, "supplier": self.random.choice(SUPPLIERS),
                             "department": self.random.choice(DEPARTMENTS)[0], "amount_net": net, "vat": vat,
                             "amount_total": net + vat, "issued_on": issued, "due_on": issued + dt.timedelta(days=30),
                             "paid_at": paid_at, "status": "paid" if paid else self.random.choice(["unpaid", "unpaid", "disputed"]),
                             "approver_email": self.random.choice(approvers).lower()})
        for invoice in self.random.sample(invoices, 7):
            invoice["approver_email"] = f"ancien.{self.random.randint(100, 999)}@exemple.fr"
            self.plant("orphan", "postgres.public.invoices", invoice["invoice_no"], "approver who is no user")
        for invoice in self.random.sample(invoices, 3):
            invoice["amount_total"] += Decimal("10.00")
            self.plant("rule", "postgres.public.invoices", invoice["invoice_no"], "total is not net + VAT")
        return invoices
