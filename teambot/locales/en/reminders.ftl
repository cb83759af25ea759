reminder-title = Still open this week
reminder-asked = A friendly reminder of everything that waits for you, once a week. The week ends { $end }. If something is not for you, Skip is fine: nobody is told why.
reminder-votes = A friendly reminder of everything that waits for you, once a week.
reminder-foot = This comes at most once a week. You can stop it in /me settings.
news-reminder = Once a week we remind you of what is still open: this week's recommendations are asked for until { $ends_at }.
