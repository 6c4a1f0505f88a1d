using System.Collections.Immutable;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Wire;

namespace Shield.Pce.Diagnosing;

/// <summary>Who stands behind an href such as <c>/users/15</c>. Only a key that may manage users is told (GET users/{id}).</summary>
public sealed class UserNames(PceClient client)
{
    /// <summary>So many are asked for; each is a request.</summary>
    private const int Most = 20;

    private const int LongestName = 120;

    /// <summary>One request for each href, until one is refused.</summary>
    /// <returns>The names that the PCE told, by href; none where this key may not read them, or the PCE does not answer.</returns>
    public async Task<ImmutableDictionary<string, string>> FindAsync(IEnumerable<string> hrefs, CancellationToken cancellationToken)
    {
        var names = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (
                var href in hrefs
                    .Where(href => href.StartsWith("/users/", StringComparison.Ordinal))
                    .Distinct(StringComparer.Ordinal)
                    .Take(Most)
            )
            {
                if (
                    await client.FindAsync(href, PceJson.Default.UserWire, cancellationToken).ConfigureAwait(false) is { } user
                    && NameOf(user) is { } name
                )
                {
                    names[href] = name;
                }
            }
        }
        catch (PceException)
        {
            // Whoever it was is known by the href; the name is a convenience.
        }

        return names.ToImmutable();
    }

    private string? NameOf(UserWire user) =>
        new[] { user.FullName, user.Username }.Where(text => !string.IsNullOrWhiteSpace(text)).ToList() switch
        {
            [var only] => client.Show(only, LongestName),
            [var full, var account] => full == account ? client.Show(full, LongestName) : client.Show($"{full} ({account})", LongestName),
            _ => null,
        };
}
