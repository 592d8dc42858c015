"""What pages show, as plain values: functions of answers, lists and cases, without a request or a template."""
