"""`npsheets schedule`: all deployments served from one process, with a Prefect server of its own if none is configured.

deployments.py   which flows run, and when: the same as prefect.yaml, which a test compares
own_server.py    a Prefect server as a child process that never outlives its parent
serving.py       looks at the workbook, registers the deployments, runs what is due, tells what was done
told.py          the lines a person reads
"""
