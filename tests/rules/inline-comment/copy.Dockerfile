FROM ubuntu:22.04
COPY a b /dest/ # copy the sources
#               ^^^^^^^^^^^^^^^^^^ inline-comment: COPY takes "# copy the sources" as arguments, and the build stops
ADD x /y # and this
#        ^^^^^^^^^^ inline-comment: ADD takes "# and this" as arguments, and the build stops
