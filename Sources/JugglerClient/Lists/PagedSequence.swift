public import JugglerAPI

/// The items of a list, fetched page by page as they are asked for.
public struct PagedSequence<Item: WireType>: AsyncSequence, Sendable {
  public typealias Element = Item

  /// A page that begins at a cursor.
  let page: @Sendable (String?) async throws -> ItemList<Item>

  init(_ page: @escaping @Sendable (String?) async throws -> ItemList<Item>) { self.page = page }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let page: @Sendable (String?) async throws -> ItemList<Item>
    private var items: ArraySlice<Item> = []
    private var cursor: String?
    private var isLast = false

    init(_ page: @escaping @Sendable (String?) async throws -> ItemList<Item>) { self.page = page }

    public mutating func next() async throws -> Item? {
      while items.isEmpty {
        if isLast { return nil }
        let list = try await page(cursor)
        items = list.items[...]
        cursor = list.nextCursor
        isLast = cursor == nil
      }
      return items.removeFirst()
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(page) }
}
