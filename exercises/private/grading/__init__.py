"""The trusted grader: tests run here, the student's code runs in a sandbox, and only plain data crosses.

`python -m exercises.private.grading SUBMISSIONS --assignment NAME --out DIR` grades a folder, a zip or files.
One direction: `submissions` finds what was handed in, `grade` runs the checks against a
`sandbox`, in which `worker` runs the notebook; `protocol` is what they speak; `results` keeps scores.
`marks` makes them marks, with the `words` of the lecturer; `pages`, `tables` and `exports` write what people
and platforms read.
"""
