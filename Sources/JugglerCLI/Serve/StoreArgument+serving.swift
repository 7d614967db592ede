import Juggler

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension StoreArgument {
  /// Opens the store for a server, which makes the file's directory when only that is missing.
  ///
  /// - Parameter origin: what the user gave the store with.
  func openForServing(origin: String) throws(UserError) -> any RunStore {
    if case .sqlite(let path) = self, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      let directory = String(path[..<slash])
      if mkdir(directory, 0o700) != 0, errno != EEXIST {
        throw UserError(
          "\(origin): cannot make the directory \(directory) for the store: \(String(cString: strerror(errno)))")
      }
    }
    do {
      return try open()
    } catch {
      throw UserError(error.description.replacing("--store:", with: "\(origin):"))
    }
  }

  /// Where runs are, for people.
  var place: String {
    switch self {
    case .memory: "memory: they are gone when the server ends"
    case .sqlite(let path): path
    case .postgres(let url): url
    }
  }
}
