"""What the report knows: recorded values, their ids, how they are printed, judged and paced."""
