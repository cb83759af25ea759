people-title = Who is on { $team }
people-places = { $members ->
    [one] One member
   *[other] { $members } members
 }; the team has { $most } places.
people-places-break = { $members ->
    [one] One member
   *[other] { $members } members
 }, { $paused } taking a break; the team has { $most } places.
people-steward = steward
people-break = taking a break
people-away = away until { $until }
people-readers-north = readers in the north
people-readers-south = readers in the south
people-readers-both = readers everywhere
people-buddies = Newcomers and their buddies
people-buddy = { $newcomer }, with { $buddy } until { $until }
people-invited = Invited
people-waiting = { $waiting ->
    [one] One applicant is on the waiting list.
   *[other] { $waiting } applicants are on the waiting list.
 }
people-alumni = Alumni
people-feeds = Everybody's feeds, for your feed reader:
people-feeds-none = No feed of anybody's can be read at the moment.
people-button-acts = What the stewards did
people-button-keeping = For stewards
people-button-leave = Leave the team
acts-title = What the stewards of { $team } did
acts-how = A steward keeps the team running. They have no extra vote, and add, pause or remove nobody.
acts-none = Nothing yet.
act-named = { $at }: the team named { $steward } steward.
act-released = { $at }: { $steward } is no longer steward.
act-resumed = { $at }: { $steward } brought { $about } back, who had asked for it.
act-role_tried = { $at }: { $steward } had the team's role tried again for { $about }.
act-published = { $at }: { $steward } published the week's plan before its hour.
act-rebuilt = { $at }: { $steward } had the week's plan built again before it was out.
act-light_week = { $at }: { $steward } called a light week.
act-full_week = { $at }: { $steward } made a light week an ordinary one again.
keeping-title = Keeping { $team } running
keeping-places = { $taken ->
    [one] One of { $most } places is taken.
   *[other] { $taken } of { $most } places are taken.
 }
keeping-people = On the team
keeping-member = Members
keeping-paused = Taking a break
keeping-invited = Invited
keeping-applicant = Applicants
keeping-vote = Who joins, who is paused and who is removed is not for a steward to say, nor for whoever runs the server: that takes a vote, by /team propose.
keeping-role = { $name } lacks the team's role: { $fault ->
    [missing-permissions] the bot lacks Manage Roles on this server.
    [role-too-high] it stands above the bot's own in the server's list of roles.
    [role-managed] it belongs to an integration, so nobody can give it.
    [role-gone] it does not exist any more; the team can have another.
    [not-here] they are not on the server.
   *[other] Discord did not let us give it.
 }
keeping-role-left = { $name } has left and still has the team's role: { $fault ->
    [missing-permissions] the bot lacks Manage Roles on this server.
    [role-too-high] it stands above the bot's own in the server's list of roles.
    [role-managed] it belongs to an integration, so nobody can take it.
    [role-gone] it does not exist any more.
    [not-here] they are not on the server.
   *[other] Discord did not let us take it.
 }
keeping-how-resume = Bring back: for somebody paused who asked you to. They are told that it was you.
keeping-how-role = Try the role again: once you have mended what is said beside it.
keeping-how-log = Each press stands in a log that every member can read.
keeping-held-charter = They come back by accepting the charter.
keeping-held-gone = They are not on the server, and come back once they are.
keeping-button-resume = Bring back
keeping-button-role = Try the role again
keeping-resumed = { $name } is back on the team and was told so. It stands in the log that every member can read.
keeping-tried = We try the role for { $name } again within a few minutes. It stands in the log that every member can read.
news-named_steward = You are a steward of { $team } now: you keep it running. You bring somebody paused back who asks you to, have the team's Discord role tried again, read what is reported to the stewards, and look at the coming plan, publish it early or make its week a light one. You have no extra vote, and add, pause or remove nobody. It is all behind For stewards, in /team members.
news-resumed_by = { $steward } brought you back on the team, as you had asked. You stand where you stood.
