namespace Shield.Console.Access;

/// <summary>What somebody may do in the console; each may do what those before it may.</summary>
internal enum Role
{
    /// <summary>Sees every page and changes nothing.</summary>
    Viewer,

    /// <summary>Acts on parties: block, unblock, approve, reject, allow, withdraw.</summary>
    Operator,

    /// <summary>Pauses, applies and rolls back.</summary>
    Admin,
}

internal static class RoleWords
{
    public static string ToWord(this Role role) =>
        role switch
        {
            Role.Viewer => "viewer",
            Role.Operator => "operator",
            Role.Admin => "admin",
        };

    /// <returns>Null for any other word.</returns>
    public static Role? Parse(string? word)
    {
        foreach (var role in Enum.GetValues<Role>().Where(role => role.ToWord() == word))
        {
            return role;
        }

        return null;
    }
}
