public import JSON

/// A part of a list.
public struct ItemList<Item: WireType>: WireType {
  public var items: [Item]
  /// What to give as `cursor` for what follows; `nil` at the end.
  public var nextCursor: String?

  public init(items: [Item], nextCursor: String? = nil) {
    self.items = items
    self.nextCursor = nextCursor
  }

  public init(json: JSONValue) throws(WireError) {
    let reader = try WireReader(json)
    self.init(items: try reader.list("items", of: Item.self), nextCursor: try reader.optionalString("nextCursor"))
  }

  public var json: JSONValue { ["items": .array(items.map(\.json)), "nextCursor": .text(nextCursor)] }
}
