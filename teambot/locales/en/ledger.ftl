ledger-title = You and { $team }
ledger-none = Nothing is counted for you yet. Once you recommend somebody's post, or somebody recommends yours, it stands here.
ledger-times = { $count ->
    [0] not once so far
    [one] once
   *[other] { $count } times
 }
ledger-counts = You recommended others: { $gave }. You were recommended: { $got }.
ledger-rest = What was set right for everybody, or when you left or came back, adds { $rest }, which makes { $balance }. Its lines below say why.
ledger-outlook-more = All in all it counts as { $times } more given than got: the next plans find a few more people for your posts, and ask you for less if it becomes much more.
ledger-outlook-even = All in all it counts as even: the next plans treat your posts like anybody's.
ledger-outlook-less = All in all it counts as { $times } more got than given: the next plans find somewhat fewer people for your posts, until you have recommended as much.
ledger-outlook-over = You are no longer on the team, or it has closed: no plan counts it any more. You can read it here for 30 days.
ledger-private = Nobody but you is shown this. All that the others learn is whether the plans come out even for everybody.
ledger-lines = { $lines ->
    [one] **The one line so far**; +1: you recommended, −1: you were recommended
   *[other] **Lines { $first } to { $last } of { $lines }, the newest first**; +1: you recommended, −1: you were recommended
 }
ledger-line-gave = You recommended { $title } by { $other }.
ledger-line-got = { $other } recommended your { $title }.
ledger-line-gave_back = Taken back: that you recommended { $title } by { $other }.
ledger-line-got_back = Taken back: that { $other } recommended your { $title }. It takes nothing from your turn.
ledger-line-back = It was taken back later, and does not count.
ledger-line-left = You left the team. Whoever leaves stands at nothing from then on.
ledger-line-returned = You came back within 30 days, so what you had got more than you gave counts again.
ledger-line-shared = What people who left had got or given more is shared by all alike: { $each } for everybody.
ledger-post = “{ $title }”
ledger-post-gone = a post that is not kept any more
ledger-somebody = somebody who has left
ledger-missing = A recommendation that you made stands here once you have pressed Done, which counts until seven days after its week's end. What was skipped or not done is counted for nobody.
ledger-button-newer = Newer lines
ledger-button-older = Older lines
ledger-button-wrong = This is wrong
ledger-button-undo = It was not done
ledger-wrong-title = If this is wrong
ledger-wrong-report = If it is wrong all the same, report a problem: the stewards read what you write to them, and see nothing of your lines.
ledger-wrong-gave-undo = You pressed Done for it. If it did not come about, say so: it is taken back, { $other } is told so kindly, and nobody holds it against you.
ledger-wrong-gave-late = You pressed Done for it. It can be taken back until fourteen days after its week's end; the plans since then have counted on it, so it stands. You can still write to { $other }.
ledger-wrong-gave-gone = You pressed Done for it. { $other } is no longer on the team, so it stands as it is.
ledger-wrong-gave-back = You pressed Done for it, and it is taken back already: it does not count.
ledger-wrong-gave-not_now = You pressed Done for it. It can be taken back by members who are not paused, while the team goes on.
ledger-wrong-got-seek = { $other } told us so. If you cannot find it, we ask { $other } where it was, and nobody else. If it was not done, or seven days bring no answer, it is taken back.
ledger-wrong-got-asked = { $other } is asked already where it was. You hear of the answer; without one in seven days, days away not counted, it is taken back.
ledger-wrong-got-answered = You asked where it was, and it stands: the answer is among the news that you had behind My week.
ledger-wrong-got-seen = { $other } told us so, and its link is seen on the page: See it opens it.
ledger-wrong-got-late = { $other } told us so. Where it was is asked within seven days after you are told of it, and these are over. You can still write to { $other }.
ledger-wrong-got-gone = { $other } told us so, and is no longer on the team: nobody can be asked where it was, and it stands.
ledger-wrong-got-back = It is taken back already: it does not count.
ledger-wrong-got-not_now = { $other } told us so. Where it was is asked by members who are not paused, while the team goes on.
ledger-wrong-gave_back-rule = A recommendation is taken back where whoever pressed Done says that it was not done, or where its author asked in vain for seven days where it was. It cannot be counted again. If you did recommend it, write to { $other }: they would be glad.
ledger-wrong-got_back-rule = A recommendation is taken back where whoever pressed Done says that it was not done, or where you asked in vain for seven days where it was. If you have found it since, thank { $other }: it costs you nothing.
ledger-wrong-left-rule = Whoever leaves stands at nothing from that day on, and what they had got or given more is shared by those who stay. Who comes back within 30 days takes up what they had got more; what they had given more is not kept.
ledger-wrong-returned-rule = Whoever comes back within 30 days takes up what they had got more than they gave. Else leaving and coming back would be a way to be helped and never help.
ledger-wrong-shared-rule = When people leave, what they had got or given more than the others belongs to nobody. Once it is one or more for each who stays, everybody gets the same share at a week's end: nobody comes before or after anybody by it.
