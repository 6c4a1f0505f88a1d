using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization;

namespace Shield.Cli.Demo;

/// <summary>
/// Asks the simulator, over HTTP, what the firewalls of its workloads would do: an answer that none of our own code has a hand in.
/// </summary>
internal sealed class ReachQuestions(HttpClient http)
{
    /// <summary>The application's doors, tier by tier.</summary>
    public static readonly ImmutableArray<Door> Doors =
    [
        new("web-1.shop.example", 443),
        new("web-1.shop.example", 22),
        new("web-2.shop.example", 443),
        new("web-2.shop.example", 22),
        new("app-1.shop.example", 8080),
        new("app-2.shop.example", 8080),
        new("db-1.shop.example", 5432),
        new("db-2.shop.example", 5432),
    ];

    /// <summary>Without a proxy: the simulator is on this machine.</summary>
    public static HttpClient ClientFor(Uri pce, string key, string secret) =>
        new(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = pce,
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:{secret}"))),
            },
        };

    public static string PathFor(Party party, Door door) =>
        $"/sim/v1/reach?from={Uri.EscapeDataString(party.Address)}&to={door.Host}&port={door.Port}&proto=6";

    public async Task<ImmutableArray<Way>> AskAsync(ImmutableArray<Party> parties, CancellationToken cancellationToken)
    {
        var ways = ImmutableArray.CreateBuilder<Way>();
        foreach (var party in parties)
        {
            foreach (var door in Doors)
            {
                ways.Add(await AskAsync(party, door, cancellationToken));
            }
        }

        return ways.ToImmutable();
    }

    private async Task<Way> AskAsync(Party party, Door door, CancellationToken cancellationToken)
    {
        var path = PathFor(party, door);
        var answer =
            await http.GetFromJsonAsync(path, ReachJson.Default.ReachAnswer, cancellationToken)
            ?? throw new InvalidDataException($"the simulator answered {path} with nothing");
        return new Way(
            party.Address,
            door.Host,
            door.Port,
            answer.Allowed,
            answer.Rule is null ? answer.Decision : $"{answer.Decision} {answer.Rule}"
        );
    }
}

/// <summary>A port of a workload.</summary>
internal sealed record Door(string Host, int Port)
{
    public string Tier => Host[..Host.IndexOf('-', StringComparison.Ordinal)];
}

internal sealed record ReachAnswer(bool Allowed, string Decision, string? Rule);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReachAnswer))]
internal sealed partial class ReachJson : JsonSerializerContext;
