## One's own place in a team: away, a break, back again, leaving; and what the channel hears of the team.

standing-button-back = I'm back
standing-button-longer = Longer
standing-button-leave = Leave
standing-button-export = My data
standing-button-well = All is well
standing-button-break = I need a break
standing-button-close = Propose to close
away-title = Your time away from { $team }
away-none = You have given no dates.
away-dates = You are away from { $first } through { $last }, as days in the team's time zone, { $zone }. By your own clock you are back on { $back }.
away-means = Until then nothing is asked of you and nothing is sent to you; what arrives waits behind My week. You come back as you left, with nothing to make up for. Nothing is said in the channel; /team members shows the team until when.
away-would = { $asked ->
    [one] One recommendation is open for you this week. If you are back a day before its time is over, it stays yours.
   *[other] { $asked } recommendations are open for you this week. Those that you are back for a day before their time is over stay yours.
 } Else, or if you take a break, somebody else is asked instead. Coming back early does not change that.
away-will = { $asked ->
    [one] One recommendation is still open for you. If it is by then, somebody else is asked instead when you go.
   *[other] { $asked } recommendations are still open for you. What is left of them by then somebody else is asked for when you go.
 }
away-offered-on = { $asked ->
    [one] One recommendation that you were asked for is offered on; nobody is told whose it was. That stays so when you are back.
   *[other] { $asked } recommendations that you were asked for are offered on; nobody is told whose they were. That stays so when you are back.
 }
away-button-back = Back early
away-button-change = Change
away-button-unknown = I don't know until when
away-form = Away
away-form-until = Until which day
away-form-until-help = The last day: 24 Dec, 2026-12-24, Friday, in 2 weeks
away-form-from = From which day (empty: from now on)
away-form-from-help = What this week still asks of you, and you can't do before or after, is offered on
break-title = A break from { $team }
break = Nothing is asked of you until you are back. Nothing is held against you, and nobody is told why. Your place is kept until { $until }; after that you get the next free one, without a vote.
back-back-title = Welcome back to { $team }
back-back = You stand where you stood; your next turn comes with the next plan.
back-here-title = You are here, on { $team }
back-here = Nothing kept you away.
back-charter-title = One thing first, for { $team }
back-charter = The charter has a new version. Accept it below; then press I'm back once more if you are still paused.
back-waits-title = You are next in line for { $team }
back-waits = Your place was kept for eight weeks and has been given on. You get the next free one, without a vote and before anybody new. We will tell you.
back-news = { $news ->
    [one] One piece of news waits behind My week.
   *[other] { $news } pieces of news wait behind My week.
 }
well = Good to know. Nothing else is needed; { $team } goes on as it was.
leaving-title = Leaving { $team }
leaving = You can leave at any time, with everything that is yours: My data gives you a file of it. When you leave, your submissions and what you proposed end, votes in which you had a say go on without you, and you are no longer in the plans. After 30 days we forget who you were here; what others gave and received stays counted, without your name. Nobody is asked why.
leaving-asked = { $asked ->
    [one] One recommendation that you were asked for is offered on; nobody is told whose it was.
   *[other] { $asked } recommendations that you were asked for are offered on; nobody is told whose they were.
 }
leaving-last = Nobody else is left: the team closes when you leave, and what is its own is deleted 30 days later.
leaving-few = { $left ->
    [0] Everybody else is paused. Below three a team makes no plans.
    [one] One member is left then. Below three a team makes no plans.
   *[other] { $left } members are left then. Below three a team makes no plans.
 }
leaving-button-confirm = Leave…
leaving-button-break = Take a break instead
leave-form = Leave the team
leave-form-listed = Keep your name and blog listed?
leave-form-listed-no = No, forget me after 30 days
leave-form-listed-yes = Yes, as somebody who was here
leave-form-goodbye = Say goodbye in the channel?
leave-form-goodbye-no = No, just leave
leave-form-goodbye-yes = Yes, tell the team that I have left
leave-form-words = In your own words, if you like
leave-form-words-help = Shown only if you say goodbye
left-title = You have left { $team }
left-forgotten = Thank you for all you did here. On { $at } we forget who you were; until then My data still has everything, and /team apply asks to join again at any time.
left-listed = Thank you for all you did here. Your name and blog stay listed; all else about you goes on { $at }. Until then My data still has everything.
export-title = All that is yours
export = One file, in JSON: what you told us, what you put forward, what you were asked for and did. Nobody else can see it here.
week-paused = { $why ->
    [gone] You are paused, because we no longer found you on the team's Discord server: nothing is asked of you, and nothing is held against you. What arrived waits here.
   *[other] You are paused: nothing is asked of you, and nothing is held against you. What arrived waits here.
 }
week-away = You are away until { $until }. Nothing is asked of you until then.
week-asleep = The team sleeps: there is no plan until three members are active. Posts put forward wait.
card-team_sleeps-title = { $team } sleeps
card-team_sleeps = Fewer than three members are here at the moment, so nothing is planned. Posts put forward wait. With three it goes on by itself.
card-team_sleeps-paused = { $paused ->
    [one] One of us is paused, and comes back when they like.
   *[other] { $paused } of us are paused, and come back when they like.
 }
card-team_sleeps-charter = Whoever is paused because the new charter waits for them is back at once by I accept, under the charter.
card-charter_waits-title = The charter of { $team }
card-charter_waits = { $waiting ->
    [one] One of us has not accepted version { $version } yet.
   *[other] { $waiting } of us have not accepted version { $version } yet.
 } Please read it and press I accept by { $end }; after that whoever has not is paused until they have.
card-team_wakes-title = { $team } is awake again
card-team_wakes = Three members are here: posts are planned from the next close on.
card-ask_to_close-title = Shall { $team } close?
card-ask_to_close = The team has slept for eight weeks. Any member can propose to close it, and the members vote. Somebody who is the only one left can leave, and that closes it. It may also go on sleeping, and new members wake it; eight weeks from now somebody who is the only one active can close it, and with nobody active it closes by itself.
card-team_closed-title = { $team } has closed
card-team_closed = Thank you for what you did for one another. My data gives everybody what is theirs; what is left of the team is deleted on { $at }.
card-goodbye = { $name } has left { $team } and says goodbye
news-all_well = All well? We have not seen you for two weeks. Nothing is wrong, and nobody was told; this is the only time we ask.
news-paused_silent = We've stopped sending you assignments for now. Nothing is held against you.
news-back = { $waiting ->
    [0] Welcome back.
    [one] Welcome back. One piece of news waits for you.
   *[other] Welcome back. { $waiting } pieces of news wait for you.
 }
news-place_again = A place in { $team } is free, and it is yours: welcome back. You are in the next plan.
news-role_blocked = { $wanted ->
    [yes] The bot could not give { $name } the team's role on Discord
   *[other] The bot could not take the team's role on Discord from { $name }
 }: { $fault ->
    [missing-permissions] it lacks Manage Roles.
    [role-too-high] the role stands above the bot's own; move the bot's role up.
    [role-managed] that role belongs to an integration; choose another.
    [role-gone] the role is no longer there; choose another.
   *[other] Discord did not let it.
 } Please let them in yourself, or mend it and use Try again in /teambot members.
news-thread_blocked = { $fault ->
    [may-not-open] The bot may not open the offers' thread: it lacks Create Public Threads in your team's channel.
    [may-not-write] The bot may not write in the offers' thread: it lacks Send Messages in Threads in your team's channel.
    [locked] The bot may not write in the offers' thread: it is locked.
    [too-many] The offers' thread cannot be opened: this server has as many active threads as Discord allows.
   *[other] The offers' thread cannot be opened: your team's channel is of a kind that has no threads.
 } { $fault ->
    [locked] Somebody who moderates the server can unlock it.
    [too-many] Somebody who moderates the server can close old ones.
    [no-threads] /team propose can do without it.
   *[other] Somebody who runs the server can give the bot's role that permission; it needs it for this alone.
 } It is tried again with the next offer.
news-team_closed = { $team } has closed. Thank you for being part of it. My data gives you what is yours; what is left of the team is deleted on { $until }.
news-goodbye = You said goodbye.
