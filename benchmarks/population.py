"""An invented population of cases, and one viewer for each way of coming to see them.

The database makes the rows from their number, so that two runs have the same population and filling it takes seconds.
Triggers are off meanwhile: what they cost is measured in `benchmarks.audit`.
"""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.backends.utils import CursorWrapper
from oauth2_provider.models import Application

from accounts.models import Agency, Area, PartnerSystem, RoleHolding, TeamMembership, User
from accounts.roles import Role
from tests import factories

EVERYDAY = 128
CASES = """
WITH numbered AS (
    SELECT i, md5('name ' || i) AS word, %(areas)s::text[] AS areas FROM generate_series(1, %(cases)s) i
), placed AS (
    SELECT i, word, areas[CASE WHEN i %% 10 < 4 THEN 1 WHEN i %% 10 < 7 THEN 2
                               ELSE 3 + i / 10 %% (cardinality(areas) - 2) END] AS area
    FROM numbered
)
INSERT INTO offenders_case (
    id, reference, family_name, given_names, sort_name, date_of_birth, gender, ethnicity, area_id, lead_agency_id,
    team_id, restricted, presence_hidden, category, level, rosh, rosh_group, next_review_on, ended_on, youth_justice,
    created_at, version)
SELECT md5('case ' || i)::uuid, 'B-' || i, initcap(left(word, 8)), 'Invented', left(word, 8) || ' invented',
       date '1950-01-01' + i %% 20000, 'male', '', area,
       (%(leads)s::jsonb ->> CASE WHEN i %% 50 = 0 THEN area || ' police' ELSE area END)::uuid,
       CASE WHEN area = %(home)s AND i %% 200 = 1 THEN %(team)s::uuid END, i %% 100 = 7, false,
       CASE WHEN i / 10 %% 10 <> 3 THEN 1 + i %% 2 END,
       CASE WHEN i / 10 %% 10 <> 3 THEN CASE WHEN i / 3 %% 100 < 2 THEN 3 WHEN i / 3 %% 100 < 12 THEN 2 ELSE 1 END END,
       '', '', %(today)s::date + i %% 365, CASE WHEN i %% 7 < 3 THEN %(today)s::date - i %% 900 END, false,
       now() - i * interval '1 minute', 1
FROM placed
"""
OWNERS = """
INSERT INTO offenders_assignment (id, case_id, user_id, capacity, starts, version)
SELECT gen_random_uuid(), id, (%(users)s::uuid[])[1 + (hashtext(reference) & 127)], 'owner', %(today)s::date - 100, 1
FROM offenders_case WHERE ended_on IS NULL
"""
INVOLVED = """
INSERT INTO offenders_involvement (id, case_id, agency_id, part, starts, version)
SELECT gen_random_uuid(), id, %(agency)s, 'involved', %(today)s::date - 100, 1 FROM offenders_case
WHERE area_id = %(area)s AND (hashtext(reference) & 65535) %% %(one_in)s = 0
"""
SOME = "SELECT id FROM offenders_case WHERE area_id = %(area)s AND ended_on IS NULL ORDER BY md5(id::text || %(user)s)"
NAMED = f"""
INSERT INTO offenders_assignment (id, case_id, user_id, capacity, starts, version)
SELECT gen_random_uuid(), id, %(user)s::uuid, %(capacity)s, %(today)s::date - 20, 1
FROM ({SOME} LIMIT %(number)s) chosen
"""
GUARDED = f"""
INSERT INTO offenders_case_user_permission (user_id, permission_id, content_object_id)
SELECT %(user)s::uuid, %(permission)s, id FROM ({SOME} LIMIT %(number)s) chosen
"""
GRANTED = """
INSERT INTO offenders_accessgrant (
    id, case_id, user_id, kind, reason, approved_by_id, made_at, starts, ends, permission_id, version)
SELECT gen_random_uuid(), content_object_id, user_id, 'exception', 'Invented', %(by)s, now(), %(today)s::date - 20,
       %(today)s::date + 20, id, 1
FROM offenders_case_user_permission WHERE user_id = %(user)s::uuid
"""
DENIED = f"""
INSERT INTO offenders_accessdenial (id, case_id, user_id, reason, decided_by_id, starts)
SELECT gen_random_uuid(), id, %(user)s::uuid, 'Invented', %(by)s, %(today)s::date - 20 FROM ({SOME} LIMIT 5) chosen
"""
DEADLINES = """
INSERT INTO deadlines_deadline (
    id, case_id, rule, key, label, is_review, start_on, due_on, words, basis, policy, opened_at)
SELECT gen_random_uuid(), id, 'LVL-01', n::text, 'Review', true, %(today)s::date - 100,
       %(today)s::date + (hashtext(reference || n) & 511) - 30, 'Invented', 'national', '', now()
FROM offenders_case, generate_series(1, 2) n WHERE ended_on IS NULL
"""
ALERTS = """
INSERT INTO deadlines_alert (deadline_id, stage, audience, raised_on, mailed_at)
SELECT d.id, 'due_soon', a.audience, %(today)s::date, now()
FROM deadlines_deadline d, unnest(ARRAY['practitioner', 'manager', 'coordinator']) a (audience)
WHERE d.due_on < %(today)s::date + 7
"""


@dataclass
class Population:
    """The invented areas, and the viewers by what they are."""

    world: factories.World
    viewers: dict[str, User] = field(default_factory=dict)

    def again(self, who: str) -> User:
        """The viewer as a new request finds them: nothing is kept from the last one."""
        return User.objects.select_related("agency").get(pk=self.viewers[who].pk)


def fill(number: int) -> Population:
    """So many cases, and the viewers."""
    world = factories.make_world()
    population = Population(world)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        values = {"today": world.today}
        _cases(cursor, world, number)
        users = User.objects.bulk_create(
            User(email=f"everyday.{index}@example.test", full_name=f"Everyday {index}", agency=world.probation)
            for index in range(EVERYDAY)
        )
        cursor.execute(OWNERS, {**values, "users": [user.pk for user in users]})
        cursor.execute(DEADLINES, values)
        cursor.execute(ALERTS, values)
        _Viewers(cursor, population).come()
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
    return population


def _cases(cursor: CursorWrapper, world: factories.World, number: int) -> None:
    """Four in ten in the first area, three in the second, the rest spread over all others."""
    homes = [world.area.pk, world.other_area.pk]
    areas = [*homes, *Area.objects.exclude(pk__in=homes).order_by("pk").values_list("pk", flat=True)]
    leads = {world.area.pk: world.probation, world.other_area.pk: world.other_probation}
    for area in areas:
        if area not in leads:
            leads[area] = _agency(f"Invented Probation {area}", "probation", area)
        leads[f"{area} police"] = _agency(f"Invented Police {area}", "police", area)
    values = {
        "areas": areas,
        "cases": number,
        "leads": json.dumps({key: str(agency.pk) for key, agency in leads.items()}),
        "home": world.area.pk,
        "team": world.team.pk,
        "today": world.today,
    }
    cursor.execute(CASES, values)


def _agency(name: str, kind: str, area: str) -> Agency:
    return Agency.objects.create(name=name, kind_id=kind, area_id=area)


class _Viewers:
    """Brings the viewers into a population."""

    def __init__(self, cursor: CursorWrapper, population: Population) -> None:
        self.cursor = cursor
        self.viewers = population.viewers
        self.world = population.world
        self.values: dict[str, Any] = {
            "today": self.world.today,
            "area": self.world.area.pk,
            "by": self.world.coordinator.pk,
        }

    def come(self) -> None:
        """Everybody, with five denials each."""
        self.by_area()
        self.by_agency()
        self.by_part()
        self.others()
        for user in self.viewers.values():
            self.cursor.execute(DENIED, {**self.values, "user": str(user.pk)})
        permission = Permission.objects.get(codename="see_case_in_full", content_type__app_label="offenders")
        given = {**self.values, "user": str(self.viewers["grants only"].pk), "permission": permission.pk, "number": 20}
        self.cursor.execute(GUARDED, given)
        self.cursor.execute(GRANTED, given)

    def by_area(self) -> None:
        """Those who see an area, two areas, or all of them."""
        self.person("coordinator", Role.COORDINATOR)
        self.person("administrator", Role.ADMINISTRATOR)
        self.person("auditor", Role.AUDITOR)
        both = self.person("coordinator of two areas", Role.COORDINATOR)
        RoleHolding.objects.create(user=both, role=Role.COORDINATOR, area=self.world.other_area)
        small = Area.objects.exclude(pk__in=[self.world.area.pk, self.world.other_area.pk]).order_by("pk")[0]
        self.person("coordinator of a small area", Role.COORDINATOR, area=small)
        everywhere = self.person("coordinator of all areas", Role.COORDINATOR)
        RoleHolding.objects.bulk_create(
            RoleHolding(user=everywhere, role=Role.COORDINATOR, area=area)
            for area in Area.objects.exclude(pk=self.world.area.pk)
        )

    def by_agency(self) -> None:
        """Those whose agency leads, or is involved in all cases of the area, in a third, in a few, or in none."""
        self.person("practitioner of the lead agency", Role.PRACTITIONER, agency=self.world.probation)
        self.person("manager of the lead agency", Role.MANAGER, agency=self.world.probation)
        for words, one_in in (("all", 1), ("a third", 3), ("a few", 1000)):
            agency = _agency(f"Invented, in {words}", "mental_health", self.world.area.pk)
            self.cursor.execute(INVOLVED, {**self.values, "agency": agency.pk, "one_in": one_in})
            self.person(f"practitioner of an agency in {words}", Role.PRACTITIONER, agency=agency)
            self.person(f"manager of an agency in {words}", Role.MANAGER, agency=agency)

    def by_part(self) -> None:
        """Those who are named on cases, and a team's practitioner."""
        none = _agency("Invented, in none", "mental_health", self.world.area.pk)
        self.named("practitioner with 40 cases", Role.PRACTITIONER, none, "worker", 40)
        self.named("chair of one meeting", Role.CHAIR, none, "chair", 1)
        self.named("invitee of one meeting", Role.SPOC, none, "invitee", 1)
        self.named("victim liaison of 200", Role.VLO, none, "victim_liaison", 200)
        self.person("stranger with a role", Role.PRACTITIONER, agency=none)
        self.person("grants only", Role.SPOC, agency=none)
        mate = self.person("practitioner of a team", Role.PRACTITIONER, agency=none)
        TeamMembership.objects.create(user=mate, team=self.world.team, starts=self.world.today - dt.timedelta(days=9))

    def others(self) -> None:
        """A partner system, and somebody without any role."""
        account = self.person("partner system", Role.PARTNER_SYSTEM, agency=self.world.police)
        application = Application.objects.create(
            name="Invented partner",
            client_type=Application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        )
        PartnerSystem.objects.create(
            application=application,
            account=account,
            agreement="Invented",
            scopes="cases:read",
            expires_on=self.world.today + dt.timedelta(days=300),
            areas=[self.world.area.pk],
            levels=[2, 3],
            agency_involved=False,
        )
        nobody = factories.make_user("Nobody", agency=self.world.police, area=self.world.area, roles=())
        self.viewers["nobody"] = nobody

    def named(self, who: str, role: Role, agency: Agency, capacity: str, number: int) -> None:
        """Somebody with a part in so many cases."""
        user = self.person(who, role, agency=agency)
        self.cursor.execute(NAMED, {**self.values, "user": str(user.pk), "capacity": capacity, "number": number})

    def person(self, who: str, role: Role, *, agency: Agency | None = None, area: Area | None = None) -> User:
        """Somebody with one role in one area."""
        user = factories.make_user(
            who.title(), agency=agency or self.world.police, area=area or self.world.area, roles=(role,)
        )
        self.viewers[who] = user
        return user
