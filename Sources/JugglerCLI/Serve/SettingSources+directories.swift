#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension SettingSources {
  /// The directories to serve. One that cannot be read is an error: whoever names it expects its definitions.
  func directories() throws(UserError) -> [String] {
    let paths = self[ServeSettings.workflows]
    for path in paths {
      guard let directory = opendir(path) else {
        throw UserError(
          "\(isOnCommandLine(ServeSettings.workflows) ? "DIR" : origin(of: ServeSettings.workflows)): cannot read the "
            + "directory \(path): \(String(cString: strerror(errno)))")
      }
      closedir(directory)
    }
    return paths
  }
}
