FROM ubuntu:22.04
ENV A=1 # one
#       ^^^^^ inline-comment: ENV takes "# one" as arguments, and the build stops
ENV B 2 # two
#       ^^^^^ inline-comment: ENV takes "# two" as part of its value
LABEL c=d # three
#         ^^^^^^^ inline-comment: LABEL takes "# three" as arguments, and the build stops
