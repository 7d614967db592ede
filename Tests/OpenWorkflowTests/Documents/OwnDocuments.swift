/// Valid documents in our own words, which together use all of the language.
enum OwnDocuments {
  static let all = [brunch, policies, events, calls]

  static let brunch = """
    document:
      dsl: '1.0.3'
      namespace: kitchen
      name: brunch
      version: '1.0.0'
      title: Brunch for a table
      tags: { team: kitchen }
    input:
      schema: { format: json, document: { type: object, required: [table] } }
      from: .table
    timeout: { after: { minutes: 10 } }
    do:
      - plan:
          set:
            guests: ${ .guests }
            note: Table ${ .number }, ${ .guests | length } guests
      - cook:
          fork:
            branches:
              - eggs: { wait: PT4M }
              - coffee:
                  do:
                    - grind: { run: { shell: { command: 'grind ${ .beans }', arguments: [--fine] } } }
                    - brew: { wait: { minutes: 2, seconds: 30 } }
      - serve:
          for: { each: guest, in: .guests, at: seat }
          while: $seat < 12
          metadata: { juggler: { concurrency: 4 } }
          do:
            - plate:
                if: .hungry
                set: { guest: '${ $guest.name }', seat: '${ $seat }' }
                export: { as: '$context + { served: true }' }
      - check:
          switch:
            - happy: { when: .tip > 0, then: goodbye }
            - sad: { then: apologize }
      - apologize: { set: { text: Sorry! }, then: end }
      - goodbye: { set: { text: Thank you! } }
    output: { as: { text: '${ .text }' } }
    """

  static let policies = """
    document: { dsl: 1.0.0-alpha5, namespace: shop, name: order, version: 2.1.0-rc.1 }
    use:
      secrets: [shopPassword]
      authentications:
        shop: { basic: { use: shopPassword } }
        sso:
          oauth2:
            authority: https://login.example.com/{tenant}
            grant: client_credentials
            client: { id: shop, secret: '${ $secrets.shopPassword }' }
            scopes: [orders]
      errors:
        soldOut: { type: https://shop.example.com/errors/sold-out, status: 409, title: Sold out }
      timeouts:
        short: { after: PT5S }
      retries:
        gently:
          when: $error.status >= 500
          delay: { seconds: 1 }
          backoff: { exponential: {} }
          limit: { attempt: { count: 5, duration: PT10S }, duration: PT1M }
          jitter: { from: PT0S, to: { milliseconds: 500 } }
      functions:
        price:
          input: { schema: { document: { type: object } } }
          call: http
          with: { method: get, endpoint: { uri: 'https://shop.example.com/prices/{item}', authentication: sso } }
      extensions:
        - audit:
            extend: call
            when: $task.definition.with != null
            before: [note: { set: { task: '${ $task.reference }' } }]
    do:
      - buy:
          try:
            - ask: { call: price, with: { item: '${ .item }' }, timeout: short }
            - pay:
                call: http
                with:
                  method: post
                  endpoint: { uri: 'https://shop.example.com/orders{?item,count}', authentication: { use: shop } }
                  headers: { Accept: application/json, X-Run: '${ $workflow.id }' }
                  body: { item: '${ .item }', gift: false }
                  output: response
            - refuse: { if: .statusCode == 409, raise: { error: soldOut } }
          catch:
            errors: { with: { status: 503 } }
            as: problem
            when: $problem.status != 400
            retry: gently
            do: [tell: { set: { failed: '${ $problem.title }' } }]
            then: exit
    """

  static let events = """
    document: { dsl: 1.0.3, namespace: home, name: alarm, version: 1.0.0 }
    schedule: { on: { one: { with: { type: door.opened } } }, read: envelope }
    do:
      - wait:
          listen:
            to:
              any:
                - with: { type: temperature, data: '${ . > 38 }' }
                  correlate: { room: { from: .room, expect: '${ .id }' } }
              until: '${ $context.done }'
          foreach:
            item: event
            at: i
            do: [note: { set: { text: 'Event ${ $i }: ${ $event.data }' } }]
            output: { as: .text }
      - tell:
          emit: { event: { with: { type: alarm.raised, source: https://home.example.com, data: '${ . }' } } }
      - sub: { run: { workflow: { namespace: home, name: lock, version: latest, input: { door: '${ .door }' } } } }
      - script:
          run:
            script:
              language: python
              code: |
                import json, sys
                print(json.dumps({"read": sys.stdin.read()}))
              stdin: ${ . | tojson }
            return: all
    """

  static let calls = """
    document: { dsl: 1.0.3, namespace: api, name: calls, version: 1.0.0 }
    use: { catalogs: { team: { endpoint: https://catalog.example.com } } }
    do:
      - log: { call: 'log:1.0.0@team', with: { message: '${ .text }' } }
      - pets:
          call: openapi
          with: { document: { endpoint: https://p.example.com/openapi.json }, operationId: list, parameters: { n: 1 } }
      - greet:
          call: grpc
          with:
            proto: { endpoint: file:///greet.proto }
            service: { name: Greeter, host: localhost, port: 5011 }
            method: Hello
      - ask:
          call: a2a
          with: { method: message/send, server: https://agent.example.com, parameters: { message: { parts: [] } } }
      - tool:
          call: mcp
          with: { method: tools/list, transport: { http: { endpoint: https://mcp.example.com } } }
      - chat:
          call: asyncapi
          with:
            document: { endpoint: https://chat.example.com/asyncapi.json }
            operation: inbox
            subscription: { consume: { amount: 5 }, foreach: { item: message, do: [keep: { set: '${ $message }' }] } }
      - box: { run: { container: { image: alpine, command: 'echo ${ .text }', lifetime: { cleanup: always } } } }
    """
}
