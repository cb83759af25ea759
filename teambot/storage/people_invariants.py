"""What must hold of votes, standings, applications and places whatever happened. It asks nothing by itself."""

from typing import Final

from teambot.storage.invariant import Invariant

VOTES: Final = (
    Invariant(
        "I4",
        "of a vote that has closed nobody's choice is left, nor a concern, nor its answer",
        "SELECT id FROM motion WHERE state = 'closed' AND (concern IS NOT NULL OR answer IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM elector WHERE elector.motion_id = motion.id)"
        " OR EXISTS (SELECT 1 FROM ballot WHERE ballot.motion_id = motion.id)"
        " OR EXISTS (SELECT 1 FROM interaction WHERE interaction.motion_id = motion.id))",
    ),
    Invariant(
        "I4",
        "what is kept to count again is of a vote that was counted, and no more than may have voted",
        "SELECT id FROM motion WHERE (SELECT count(*) FROM slip WHERE slip.motion_id = motion.id) > CASE WHEN"
        " state = 'closed' AND outcome <> 'ended' THEN coalesce(electorate, 0) ELSE 0 END",
    ),
    Invariant(
        "I4",
        "every vote that was carried has two Yes, and more Yes than No, and a removal three",
        "SELECT id FROM (SELECT id, kind,"
        " (SELECT count(*) FROM slip WHERE slip.motion_id = motion.id AND slip.choice = 'yes') AS given,"
        " (SELECT count(*) FROM slip WHERE slip.motion_id = motion.id AND slip.choice = 'no') AS against"
        " FROM motion WHERE outcome = 'carried') counted"
        " WHERE given <= against OR given < CASE WHEN kind = 'remove' THEN 3 ELSE 2 END",
    ),
    Invariant(
        "I4",
        "only who is on the team votes, and nobody on what is about them",
        "SELECT motion.id FROM motion JOIN elector ON elector.motion_id = motion.id"
        " JOIN membership ON membership.id = elector.membership_id WHERE elector.membership_id = motion.subject_id"
        " OR membership.team_id <> motion.team_id OR membership.standing NOT IN ('member', 'paused')"
        " UNION SELECT motion_id FROM ballot WHERE NOT EXISTS (SELECT 1 FROM elector"
        " WHERE elector.motion_id = ballot.motion_id AND elector.membership_id = ballot.membership_id)",
    ),
    Invariant(
        "I4",
        "every vote stands where its dates say",
        "SELECT id FROM motion WHERE CASE state"
        " WHEN 'open' THEN opened_at IS NULL OR closes_at IS NULL OR closed_at IS NOT NULL OR outcome IS NOT NULL"
        " WHEN 'closed' THEN closed_at IS NULL OR outcome IS NULL OR (outcome = 'ended') <> (ended_why IS NOT NULL)"
        " ELSE kind <> 'remove' OR opened_at IS NOT NULL OR closed_at IS NOT NULL"
        " OR (state = 'reading') <> (told_at IS NOT NULL)"
        " OR EXISTS (SELECT 1 FROM elector WHERE elector.motion_id = motion.id) END",
    ),
    Invariant(
        "I4",
        "a team has at most three votes under way, and none once it has closed",
        "SELECT min(id) FROM motion WHERE state IN ('reading', 'open') GROUP BY team_id HAVING count(*) > 3"
        " UNION SELECT motion.id FROM motion JOIN team ON team.id = motion.team_id"
        " WHERE team.state = 'closed' AND motion.state <> 'closed'",
    ),
)
PEOPLE: Final = (
    Invariant(
        "I5",
        "what somebody is to a team goes with the dates of it",
        "SELECT id FROM membership WHERE (standing = 'paused') <> (paused_at IS NOT NULL)"
        " OR (standing = 'paused') <> (paused_why IS NOT NULL)"
        " OR (wants_back_at IS NOT NULL AND standing <> 'paused')"
        " OR (away_until IS NOT NULL AND (standing <> 'member' OR away_from IS NULL OR away_from >= away_until))"
        " OR (steward_since IS NOT NULL AND standing NOT IN ('member', 'paused'))"
        " OR (standing IN ('member', 'paused') AND (joined_at IS NULL OR accepted_version IS NULL))"
        " OR (standing = 'alumnus' AND left_at IS NULL)"
        " OR (role_state = 'blocked') <> (role_fault IS NOT NULL)",
    ),
    Invariant(
        "I5",
        "nobody has accepted a version of the charter that the team never had",
        "SELECT id FROM membership WHERE standing IN ('member', 'paused') AND accepted_version > coalesce((SELECT"
        " max(version) FROM charter WHERE charter.team_id = membership.team_id), 0)",
    ),
    Invariant(
        "I5",
        "nobody who is not on a team is asked for something there, or has a post waiting",
        "SELECT membership.id FROM membership WHERE standing NOT IN ('member', 'paused') AND ("
        "EXISTS (SELECT 1 FROM assignment WHERE assignment.pusher_id = membership.id AND assignment.state = 'asked')"
        " OR EXISTS (SELECT 1 FROM submission WHERE submission.membership_id = membership.id"
        " AND submission.state IN ('waiting', 'shelved', 'held')))",
    ),
    Invariant(
        "I5",
        "no team has more members than places, unless it has voted for fewer places",
        "SELECT team.id FROM team WHERE (SELECT count(*) FROM membership WHERE membership.team_id = team.id"
        " AND standing = 'member') > most_members AND NOT EXISTS (SELECT 1 FROM motion WHERE motion.team_id = team.id"
        " AND motion.kind = 'rule' AND motion.outcome = 'carried'"
        " AND CAST(motion.proposal AS TEXT) LIKE '%most\\_members%' ESCAPE '\\')",
    ),
    Invariant(
        "I5",
        "an application goes with what its applicant is to the team",
        "SELECT application.id FROM application JOIN membership ON membership.id = application.membership_id"
        " WHERE CASE WHEN state IN ('draft', 'sent', 'waiting', 'voting')"
        " THEN ended_at IS NOT NULL OR standing <> 'applicant'"
        " WHEN state = 'admitted' THEN ended_at IS NOT NULL OR standing <> 'invited' ELSE ended_at IS NULL END",
    ),
    Invariant(
        "I5",
        "every applicant has an application, and every vote on admitting somebody is on one that is voted on",
        "SELECT id FROM membership WHERE standing = 'applicant' AND NOT EXISTS (SELECT 1 FROM application"
        " WHERE application.membership_id = membership.id AND application.ended_at IS NULL)"
        " UNION SELECT id FROM motion WHERE kind = 'admit' AND state = 'open' AND NOT EXISTS (SELECT 1 FROM application"
        " WHERE application.id = motion.application_id AND application.state = 'voting')",
    ),
    Invariant(
        "I5",
        "nobody is kept apart from themselves, or from somebody of another team",
        "SELECT apart.membership_id FROM apart JOIN membership AS one ON one.id = apart.membership_id"
        " JOIN membership AS other ON other.id = apart.other_id"
        " WHERE one.id = other.id OR one.team_id <> other.team_id",
    ),
)
