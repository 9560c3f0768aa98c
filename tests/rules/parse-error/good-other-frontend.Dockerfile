# syntax=example/frontend:1
INCLUDE common
FROM ubuntu
FOO bar
