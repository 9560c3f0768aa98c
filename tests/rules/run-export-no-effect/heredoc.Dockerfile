FROM python:3.11
RUN <<EOF
export A=1
#<run-export-no-effect: export A ends with this RUN, and nothing behind it uses it
EOF
