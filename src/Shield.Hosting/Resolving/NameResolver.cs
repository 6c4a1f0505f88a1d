using System.Collections.Immutable;
using System.Net;
using DnsClient;
using Shield.Core.Evidence;
using Shield.Core.Indicators;

namespace Shield.Hosting.Resolving;

/// <summary>Asks DNS where names lead to. Whatever answers, it never throws: what cannot be learnt is said.</summary>
/// <param name="servers">None for those of the system.</param>
/// <param name="clock">For the moment of each answer, and for how long a run may take.</param>
public sealed class NameResolver(ImmutableArray<IPEndPoint> servers, TimeProvider clock)
{
    private const int NamesAtOnce = 8;

    /// <summary>To one server, once; the next one is asked where it does not answer.</summary>
    private static readonly TimeSpan LongestQuery = TimeSpan.FromSeconds(2);

    /// <summary>A reconcile waits for it.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(10);

    /// <returns>One answer a name, in their order.</returns>
    public async Task<ImmutableArray<ResolvedName>> ResolveAsync(IReadOnlyList<DomainName> names, CancellationToken cancellationToken)
    {
        using var ending = new CancellationTokenSource(LongestRun, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, cancellationToken);
        var answers = new ResolvedName[names.Count];
        try
        {
            var client = new LookupClient(Options());
            await Parallel.ForEachAsync(
                Enumerable.Range(0, names.Count),
                new ParallelOptions { MaxDegreeOfParallelism = NamesAtOnce, CancellationToken = CancellationToken.None },
                async (i, _) => answers[i] = await ResolveAsync(client, names[i], either.Token)
            );
        }
        catch (InvalidOperationException unusable)
        {
            return [.. names.Select(name => new ResolvedName(name, [], $"this system has no usable name server: {unusable.Message}"))];
        }

        cancellationToken.ThrowIfCancellationRequested();
        return [.. answers];
    }

    private async Task<ResolvedName> ResolveAsync(LookupClient client, DomainName name, CancellationToken cancellationToken)
    {
        var both = await Task.WhenAll(
            AskAsync(client, name, QueryType.A, cancellationToken),
            AskAsync(client, name, QueryType.AAAA, cancellationToken)
        );
        var now = clock.GetUtcNow();
        // The least addresses, so that of a hundred in turning order always the same ones are taken.
        var led = both.SelectMany(answer => answer.Addresses)
            .GroupBy(one => one.Address, one => one.TimeToLive)
            .OrderBy(same => same.Key)
            .Take(Resolution.MostAddresses)
            .Select(same => Resolution.Of(name, same.Key, same.Max(), now));
        return new ResolvedName(name, [.. led], both.Select(answer => answer.Failure).FirstOrDefault(failure => failure is not null))
        {
            Aliases = [.. both.SelectMany(answer => answer.Aliases).Distinct()],
        };
    }

    private static async Task<(
        ImmutableArray<(AddressRange Address, TimeSpan TimeToLive)> Addresses,
        ImmutableArray<DomainName> Aliases,
        string? Failure
    )> AskAsync(LookupClient client, DomainName name, QueryType type, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.QueryAsync(name.Text, type, QueryClass.IN, cancellationToken);
            return answer.Header.ResponseCode switch
            {
                DnsHeaderResponseCode.NoError
                    when answer.Questions is [var asked]
                        && DnsAnswer.Asks(asked, name)
                        && DnsAnswer.AddressesOf(name, answer.Answers) is var (addresses, aliases) => (addresses, aliases, null),
                DnsHeaderResponseCode.NoError => ([], [], "the answer is about another name"),
                DnsHeaderResponseCode.NotExistentDomain => ([], [], null),
                var refused => ([], [], $"the name server answers {refused}"),
            };
        }
        catch (Exception e) when (e is OperationCanceledException or DnsResponseException { Code: DnsResponseCode.ConnectionTimeout })
        {
            return ([], [], "no answer in time");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Over bytes that lie about their own length the library stumbles in many ways, an ArgumentException among them.
            return ([], [], "no answer that can be read");
        }
    }

    // No cache: a name is asked when what is known of it grows old.
    private LookupClientOptions Options()
    {
        var options = servers.IsEmpty
            ? new LookupClientOptions()
            : new LookupClientOptions([.. servers]) { AutoResolveNameServers = false };
        options.UseCache = false;
        options.Retries = 0;
        options.Timeout = LongestQuery;
        options.ContinueOnEmptyResponse = false;
        options.UseRandomNameServer = false;
        return options;
    }
}

/// <param name="Led">Empty where the name leads nowhere, or that could not be learnt.</param>
/// <param name="Failure">Why a part of it or all could not be learnt; null where it was.</param>
public sealed record ResolvedName(DomainName Name, ImmutableArray<Resolution> Led, string? Failure)
{
    /// <summary>The names that the answer went through (CNAME), the last one being the one that has the addresses.</summary>
    public ImmutableArray<DomainName> Aliases { get; init; } = [];
}
