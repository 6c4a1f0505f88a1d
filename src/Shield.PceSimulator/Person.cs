namespace Shield.PceSimulator;

/// <summary>Somebody with an account on the simulated PCE; <see cref="ApiUser"/> is somebody who has an API key besides.</summary>
public sealed record Person
{
    /// <summary>How created_by and updated_by name this person, for example <c>/users/15</c>.</summary>
    public required string Href { get; init; }

    public required string Username { get; init; }

    public string FullName { get; init; } = "";

    /// <summary>True: the account is one of an identity provider, not of the PCE.</summary>
    public bool IsExternal { get; init; }
}
