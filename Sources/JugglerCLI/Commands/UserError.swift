/// Something that the user can mend: a wrong argument, file or value. The command exits with 2.
struct UserError: Error, CustomStringConvertible, Equatable {
  let description: String

  init(_ description: String) { self.description = description }
}
