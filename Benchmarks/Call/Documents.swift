/// The documents that are measured.
enum Documents {
  /// One call, and jq wherever data passes.
  static func call(port: Int) -> String {
    """
    document: { dsl: '1.0.3', namespace: bench, name: call, version: '1.0.0' }
    input:
      schema:
        format: json
        document:
          type: object
          required: [id, quantity]
          properties:
            id: { type: integer }
            quantity: { type: integer, minimum: 1 }
    do:
      - fetch:
          call: http
          with:
            method: get
            endpoint: { uri: 'http://127.0.0.1:\(port)/items/{id}' }
          output: { as: '${ {id: .id, name: .name, price: .price, tags: .tags} }' }
          export: { as: '${ $context + {item: .} }' }
      - answer:
          set:
            item: ${ .name }
            total: ${ .price * $context.quantity }
            tags: ${ .tags | map(select(. != "internal")) | join(", ") }
    output:
      as: '${ . + {id: $context.item.id} }'
    """
  }

  static let callInput = #"{"id": 7, "quantity": 3}"#
  static let callOutput = #"{"item":"Cast iron pan","total":118.5,"tags":"kitchen, sale","id":7}"#

  /// What the upstream answers.
  static let answer =
    #"{"id":7,"name":"Cast iron pan","price":39.5,"currency":"EUR","tags":["kitchen","internal","sale"],"#
    + #""stock":{"warehouse":12,"shop":3},"description":"Seasoned, 28 cm, for every kind of stove."}"#

  /// Nothing but its input in another shape.
  static let shape = """
    document: { dsl: '1.0.3', namespace: bench, name: shape, version: '1.0.0' }
    do:
      - order:
          set:
            customer: ${ .customer.name }
            total: ${ .items | map(.price * .quantity) | add }
            isLarge: ${ (.items | length) > 2 }
    output:
      as: '${ {customer, total, isLarge} }'
    """

  static let shapeInput =
    #"{"customer":{"name":"Ada","id":17},"items":[{"price":2.5,"quantity":4},{"price":10,"quantity":1}]}"#
  static let shapeOutput = #"{"customer":"Ada","total":20,"isLarge":false}"#
}
