/// Definitions of namespace `test`.
enum Documents {
  static func head(_ name: String, _ version: String = "1.0.0") -> String {
    "document: {dsl: '1.0.3', namespace: test, name: \(name), version: '\(version)'}\n"
  }

  /// Doubles a number `n`, as its schemas say.
  static let double =
    head("double") + """
      input:
        schema:
          document:
            type: object
            required: [n]
            properties: {n: {type: integer, maximum: 1000}}
      output:
        schema:
          document: {type: object, properties: {twice: {type: integer}}}
      do:
        - twice:
            set: {twice: '${ .n * 2 }'}

      """

  static func constant(_ value: String, _ version: String) -> String {
    head("constant", version) + "do:\n  - only:\n      set: {is: \(value)}\n"
  }

  /// Faults with 418.
  static let teapot =
    head("teapot") + """
      do:
        - pour:
            raise:
              error: {type: 'https://example.com/teapot', status: 418, title: Teapot, detail: short and stout}

      """

  /// Waits for an hour.
  static let sleeper =
    head("sleeper") + """
      do:
        - sleep:
            wait: {hours: 1}
        - done:
            set: {awake: true}

      """

  /// Takes a tree.
  static let recursive =
    head("recursive") + """
      input:
        schema:
          document:
            $schema: https://json-schema.org/draft/2020-12/schema
            $ref: '#/$defs/node'
            $defs:
              node:
                type: object
                properties:
                  children: {type: array, items: {$ref: '#/$defs/node'}}
      do:
        - done: {set: {is: done}}

      """

  /// Outputs its input.
  static let echo = head("echo") + "do:\n  - echo: {set: '${ . }'}\n"

  /// As many elements as `count` says.
  static let range =
    head("range") + """
      output:
        as: '${ [range(.count) | {n: .}] }'
      do:
        - same: {set: {count: '${ .count }'}}

      """
}
