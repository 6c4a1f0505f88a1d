namespace Shield.PceSimulator;

/// <summary>Somebody who holds an API key of the simulated PCE.</summary>
public sealed record ApiUser
{
    public required string Key { get; init; }

    public required string Secret { get; init; }

    /// <summary>
    /// How created_by and updated_by name this person, for example <c>/users/15</c>. <c>/users/0</c> is the system's own.
    /// </summary>
    public required string Href { get; init; }

    public string Username { get; init; } = "admin@simulated.example";

    public string FullName { get; init; } = "";

    /// <summary>
    /// Whether the key's role lets it read who has an account: an organisation owner's does, a global administrator's does not.
    /// </summary>
    public bool ManagesUsers { get; init; }

    /// <summary>True: every writing method gets 403 forbidden_error.</summary>
    public bool ReadOnly { get; init; }
}
