namespace Shield.Tests.Deploy;

/// <summary>A statement of a policy as one line, whoever wrote it: order does not matter.</summary>
internal static class StatementText
{
    public static string Of(
        string of,
        string? sid,
        string effect,
        IEnumerable<string> principals,
        IEnumerable<string> actions,
        IEnumerable<string> resources,
        IEnumerable<string> conditions
    ) =>
        $"{of}/{sid}: {effect} {Sorted(principals)} {Sorted(actions)} on {Sorted(resources)}"
        + (Sorted(conditions) is { Length: > 0 } only ? $" where {only}" : "");

    private static string Sorted(IEnumerable<string> texts) => string.Join(", ", texts.Distinct().Order(StringComparer.Ordinal));
}
