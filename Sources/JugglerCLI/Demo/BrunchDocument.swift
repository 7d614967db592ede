/// The workflow of the demo.
enum BrunchDocument {
  /// `Examples/brunch.yaml`, letter for letter, so that the demo needs nothing but the binary.
  static let yaml = #"""
    # Brunch for a table: the whole kitchen works at once, and the slowest dish decides when it is served.
    #
    # Shows: a fork, a branch of several steps, a retry, data handed from task to task.
    # Runs:  juggler demo
    #        juggler run Examples/brunch.yaml --input '{"baseUrl": "http://localhost:8080", "guests": 4}'
    document:
      dsl: 1.0.0
      namespace: examples
      name: brunch
      version: 1.0.0
      title: Brunch, everything cooked at once
    input:
      from: '${ { guests: 2 } + . }'
    do:
      - seat:
          call: http
          with:
            method: post
            endpoint: ${ .baseUrl + "/tables" }
            body:
              guests: ${ .guests }
          output:
            as: '${ $input + { table: .table } }'
      - cook:
          fork:
            branches:
              - eggs:
                  call: http
                  with:
                    method: get
                    endpoint: ${ .baseUrl + "/eggs" }
              - coffee:
                  do:
                    - grind:
                        call: http
                        with:
                          method: get
                          endpoint: ${ .baseUrl + "/grinder" }
                        output:
                          as: ${ $input }
                    - brew:
                        call: http
                        with:
                          method: get
                          endpoint: ${ .baseUrl + "/coffee" }
              - toast:
                  call: http
                  with:
                    method: get
                    endpoint: ${ .baseUrl + "/toast" }
              - juice:
                  call: http
                  with:
                    method: get
                    endpoint: ${ .baseUrl + "/juice" }
              # The first pancake never works out.
              - pancakes:
                  try:
                    - flip:
                        call: http
                        with:
                          method: get
                          endpoint: ${ .baseUrl + "/pancakes" }
                  catch:
                    errors:
                      with:
                        status: 503
                    retry:
                      delay:
                        milliseconds: 150
                      backoff:
                        constant: {}
                      limit:
                        attempt:
                          count: 3
          output:
            as: '${ $input + { plates: map(.dish) } }'
      - serve:
          call: http
          with:
            method: post
            endpoint: ${ .baseUrl + "/tables/" + (.table | tostring) }
            body:
              plates: ${ .plates }
          output:
            as: '${ { table: $input.table, served: $input.plates, guests: .happy } }'

    """#
}
