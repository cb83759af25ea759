## What somebody who has gone from a team is shown instead of their week.

farewell-title = You are no longer on { $team }
farewell-left = You left on { $left }. Thank you for all you did here.
farewell-after = What you were asked to recommend has gone back, and nobody is told whose it was. Your posts that waited are in no plan any more, and what you had proposed has ended.
farewell-forgotten = Everything of yours is yours to take along: My data gives it to you until { $at }. Then we forget who you were here.
farewell-listed = Everything of yours is yours to take along: My data gives it to you until { $at }. Then only your name and blog stay listed, as you asked.
farewell-again = You are welcome to ask again at any time: /team apply.
