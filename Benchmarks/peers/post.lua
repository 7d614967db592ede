-- The input of the suite `serve`'s workflows, for wrk.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"customer":{"name":"Ada","city":"London"},"items":[{"name":"eggs","price":3,"count":2},{"name":"flour","price":2,"count":1},{"name":"milk","price":1,"count":4},{"name":"butter","price":5,"count":1}]}'
