using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Console.Access;

namespace Shield.Cli.Users;

/// <summary>Of <c>console user add|list|remove</c>: everybody who is there afterwards.</summary>
internal sealed record UsersAnswer(string File, ImmutableArray<UserRow> Users)
{
    public static UsersAnswer Of(UserFile file) =>
        new(Path.GetFullPath(file.Path), [.. file.List().Select(user => new UserRow(user.Name, user.Role))]);
}

internal sealed record UserRow(string Name, string Role);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UsersAnswer))]
internal sealed partial class UsersJson : JsonSerializerContext;
