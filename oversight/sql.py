"""The statement that finds reads which need an explanation, for the part of a day that lies between two instants.

Facts are taken as they stood on the day of the read: parts, teams, agencies, roles and grants are dated. The team and
the lead agency of a case are taken as they are now.
"""

HELD = "starts <= p.day AND (ends IS NULL OR ends > p.day)"

FIND = """
WITH reads AS MATERIALIZED (
    SELECT e.id, e.at, (e.at AT TIME ZONE 'Europe/London')::date AS day, e.actor_id, e.actor_role, e.case_id, e.refused,
           c.area_id, c.team_id, c.lead_agency_id, u.agency_id
    FROM audit_event e
    JOIN accounts_user u ON u.id = e.actor_id
    JOIN offenders_case c ON c.id = e.case_id
    WHERE e.at >= %(since)s AND e.at < %(until)s AND e.via IN ('page', 'api')
      AND e.verb <> 'action_points.viewed'  -- open by an invitation that is over; nothing else of the case is on it
      AND (e.verb ~ '[.](viewed|downloaded|printed|exported)$'
           OR (e.refused AND e.verb = 'request.refused' AND e.reason ~ ': (403|404|429) '))
      AND NOT EXISTS (SELECT 1 FROM accounts_partnersystem s WHERE s.account_id = e.actor_id)
), pairs AS (
    SELECT actor_id, case_id, day, area_id, team_id, lead_agency_id, agency_id, max(actor_role) AS role,
           min(at) AS first_at, max(at) AS last_at,
           count(*) FILTER (WHERE NOT refused) AS reads, count(*) FILTER (WHERE refused) AS refused
    FROM reads GROUP BY actor_id, case_id, day, area_id, team_id, lead_agency_id, agency_id
), ties AS (
    SELECT p.*,
        EXISTS (SELECT 1 FROM offenders_assignment a
                WHERE a.case_id = p.case_id AND a.user_id = p.actor_id AND {HELD}) AS assigned,
        EXISTS (SELECT 1 FROM accounts_teammembership m
                WHERE m.team_id = p.team_id AND m.user_id = p.actor_id AND {HELD}) AS in_team,
        EXISTS (SELECT 1 FROM offenders_accessgrant g
                WHERE g.case_id = p.case_id AND g.user_id = p.actor_id AND {HELD}) AS granted,
        EXISTS (SELECT 1 FROM accounts_roleholding h WHERE h.user_id = p.actor_id AND h.area_id = p.area_id AND {HELD}
                AND h.role IN ('coordinator', 'administrator', 'auditor')) AS in_office,
        EXISTS (SELECT 1 FROM accounts_roleholding h WHERE h.user_id = p.actor_id AND h.area_id = p.area_id AND {HELD}
                AND h.role IN ('manager', 'yjs_manager')) AS manages,
        (p.lead_agency_id = p.agency_id OR EXISTS (
            SELECT 1 FROM offenders_involvement i
            WHERE i.case_id = p.case_id AND i.agency_id = p.agency_id AND {HELD})) IS TRUE AS by_agency,
        (EXISTS (SELECT 1 FROM offenders_assignment a
                 WHERE a.case_id = p.case_id AND a.user_id = p.actor_id AND a.ends <= p.day)
         OR EXISTS (SELECT 1 FROM offenders_involvement i
                 WHERE i.case_id = p.case_id AND i.agency_id = p.agency_id AND i.ends <= p.day)) AS had_part
    FROM pairs p
), judged AS (
    SELECT t.*, (assigned OR in_team OR granted OR in_office OR (by_agency AND manages)) AS explained,
           count(*) FILTER (
               WHERE reads > 0 AND by_agency AND NOT (assigned OR in_team OR granted OR in_office OR manages)
           ) OVER (PARTITION BY actor_id, day) AS by_agency_only
    FROM ties t
), surnames AS (
    SELECT * FROM unnest(%(readers)s::uuid[], %(surnames)s::text[]) AS s(reader_id, surname)
), heavy AS (
    SELECT actor_id, day FROM reads WHERE NOT refused
    GROUP BY actor_id, day HAVING count(DISTINCT case_id) >= %(burst_cases)s
), bursts AS (
    SELECT r.actor_id, r.day, r.at, r.area_id, r.actor_role, n.cases
    FROM reads r JOIN heavy USING (actor_id, day)
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT o.case_id) AS cases FROM reads o
        WHERE o.actor_id = r.actor_id AND NOT o.refused
          AND o.at <= r.at AND o.at > r.at - make_interval(mins => %(burst_minutes)s)
    ) n
    WHERE NOT r.refused
), late AS (
    SELECT * FROM reads
    WHERE NOT refused AND %(closes)s::int IS NOT NULL
      AND (extract(hour FROM at AT TIME ZONE 'Europe/London') >= %(closes)s
           OR extract(hour FROM at AT TIME ZONE 'Europe/London') < %(opens)s)
), named AS (
    SELECT e.actor_id, e.actor_role, e.at, (e.at AT TIME ZONE 'Europe/London')::date AS day, c.area_id, c.id AS case_id
    FROM audit_event e
    CROSS JOIN LATERAL jsonb_array_elements_text(e.changes #> '{cases,1}') AS listed(case_id)
    JOIN offenders_case c ON c.id = listed.case_id::uuid
    WHERE e.at >= %(since)s AND e.at < %(until)s AND e.via = 'page' AND e.case_id IS NULL AND e.actor_id IS NOT NULL
      AND e.changes ? 'cases' AND e.verb ~ '[.](viewed|searched)$'
), lists AS (
    SELECT actor_id, day, max(actor_role) AS role, mode() WITHIN GROUP (ORDER BY area_id) AS area_id,
           min(at) AS first_at, max(at) AS last_at, count(DISTINCT at) AS reads, count(DISTINCT case_id) AS cases
    FROM named GROUP BY actor_id, day, date_trunc('hour', at) HAVING count(DISTINCT case_id) >= %(list_cases)s
), found AS (
    SELECT 'same_surname' AS kind, actor_id, case_id, day, role, area_id, first_at, last_at, reads, refused, 1 AS cases,
           'The reader has a surname that is also a name of the person in this case' AS why
    FROM judged JOIN surnames ON reader_id = actor_id
    WHERE EXISTS (SELECT 1 FROM offenders_casename n WHERE n.case_id = judged.case_id AND surname = ANY(n.words))
    UNION ALL
    SELECT 'after_end', actor_id, case_id, day, role, area_id, first_at, last_at, reads, refused, 1,
           'Their part, or that of their agency, had ended before'
    FROM judged WHERE had_part AND NOT explained AND NOT by_agency
    UNION ALL
    SELECT 'off_caseload', actor_id, case_id, day, role, area_id, first_at, last_at, reads, refused, 1,
           CASE WHEN by_agency THEN 'Only their agency had a part in this case, and they opened several such cases'
                ELSE 'No part, team, agency, office or grant tied them to this case on that day' END
    FROM judged
    WHERE NOT explained AND ((by_agency AND reads > 0 AND by_agency_only >= %(agency_only_cases)s)
                             OR NOT (by_agency OR had_part))
    UNION ALL
    SELECT 'burst', actor_id, NULL, day, max(actor_role), mode() WITHIN GROUP (ORDER BY area_id), min(at), max(at),
           count(*), 0, max(cases), 'Many different cases in a short time'
    FROM bursts WHERE cases >= %(burst_cases)s GROUP BY actor_id, day
    UNION ALL
    SELECT 'lists', actor_id, NULL, day, max(role), mode() WITHIN GROUP (ORDER BY area_id), min(first_at), max(last_at),
           sum(reads), 0, max(cases), 'Very many different cases named to them in lists and searches'
    FROM lists GROUP BY actor_id, day
    UNION ALL
    SELECT 'out_of_hours', actor_id, NULL, day, max(actor_role), mode() WITHIN GROUP (ORDER BY area_id), min(at),
           max(at), count(*), 0, count(DISTINCT case_id), 'Outside working hours'
    FROM late GROUP BY actor_id, day
), written AS (
    INSERT INTO oversight_anomaly (id, key, kind, reader_id, role, area_id, case_id, day, first_at, last_at, reads,
                                   refused, cases, why, review_by, state)
    SELECT gen_random_uuid(), concat_ws('|', kind, actor_id, case_id, day), kind, actor_id, role, area_id, case_id, day,
           first_at, last_at, reads, refused, cases, why, %(review_by)s, 'open'
    FROM found
    WHERE NOT EXISTS (
        SELECT 1 FROM oversight_anomaly known
        WHERE known.kind = found.kind AND known.reader_id = found.actor_id AND known.case_id = found.case_id
          AND known.state = 'justified'
          AND found.day < (SELECT max(r.reviewed_at AT TIME ZONE 'Europe/London')::date FROM oversight_anomalyreview r
                           WHERE r.anomaly_id = known.id) + 7 * %(justified_weeks)s)
    ON CONFLICT (key) DO UPDATE
        SET last_at = EXCLUDED.last_at, reads = EXCLUDED.reads, refused = EXCLUDED.refused, cases = EXCLUDED.cases
        WHERE oversight_anomaly.state = 'open'
    RETURNING xmax = 0 AS new
)
SELECT count(*) FROM written WHERE new
""".replace("{HELD}", HELD)
