FROM python:3.11
ENV A='$(date)' B="\$(date)" PS1="$(whoami)$ " C=$HOME
ENV D="see `date` for this" E="costs $5"
RUN X=$(date) && echo $X
ARG Y=$Z
