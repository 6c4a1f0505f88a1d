using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Shield.Core.Indicators;
using Shield.Hosting.Resolving;

namespace Shield.EndToEndTests.Resolving;

public sealed class A_name_resolver : IAsyncDisposable
{
    private const string Evil = "cdn-update-check.net";

    private readonly DnsServer _dns = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _dns.DisposeAsync();

    [Fact]
    public async Task Takes_the_addresses_of_both_families_with_their_lives()
    {
        _dns.Answer(Evil, DnsRecord.Address(Evil, "45.95.11.7", 7_200), DnsRecord.Address(Evil, "2a0e:97c0::7", 60));
        var answer = await Resolve(Evil);
        Assert.Null(answer.Failure);
        Assert.Equal(["45.95.11.7 14:00", "2a0e:97c0::7 13:00"], Led(answer));
        Assert.All(answer.Led, led => Assert.Equal((Evil, _clock.GetUtcNow()), (led.Domain.Text, led.ResolvedAt)));
    }

    [Fact]
    public async Task Follows_aliases_and_lives_no_longer_than_the_shortest_of_them()
    {
        _dns.Answer(
            Evil,
            DnsRecord.AliasOf(Evil, "EDGE.example-cdn.net", 86_400),
            DnsRecord.AliasOf("edge.example-cdn.NET", "pop1.example-cdn.net", 7_200),
            DnsRecord.Address("pop1.example-cdn.net", "45.95.11.7", 86_400)
        );
        Assert.Equal(["45.95.11.7 14:00"], Led(await Resolve(Evil)));
    }

    [Fact]
    public async Task Takes_nothing_that_is_not_about_the_name()
    {
        _dns.Answer(
            Evil,
            [
                DnsRecord.Address("other.net", "45.95.11.8"),
                DnsRecord.AliasOf("other.net", Evil),
                DnsRecord.Address($"www.{Evil}", "45.95.11.9"),
            ],
            [DnsRecord.Address(Evil, "45.95.11.10")]
        );
        Assert.Empty((await Resolve(Evil)).Led);

        _dns.Answer(
            Evil,
            DnsRecord.AliasOf(Evil, "edge.net"),
            DnsRecord.Address(Evil, "45.95.11.8"),
            DnsRecord.Address("edge.net", "45.95.11.7")
        );
        Assert.Equal(["45.95.11.7 13:00"], Led(await Resolve(Evil)));
    }

    [Fact]
    public async Task Is_not_led_in_circles()
    {
        _dns.Answer(
            Evil,
            DnsRecord.AliasOf(Evil, "a.net"),
            DnsRecord.AliasOf("a.net", "b.net"),
            DnsRecord.AliasOf("b.net", "a.net"),
            DnsRecord.Address("a.net", "45.95.11.7")
        );
        Assert.Empty((await Resolve(Evil)).Led);
        _dns.Answer(
            "long.net",
            [
                .. Enumerable.Range(0, 40).Select(i => DnsRecord.AliasOf(i is 0 ? "long.net" : $"l{i}.net", $"l{i + 1}.net")),
                DnsRecord.Address("l40.net", "45.95.11.7"),
            ]
        );
        Assert.Empty((await Resolve("long.net")).Led);
    }

    [Fact]
    public async Task Refuses_an_answer_about_another_name()
    {
        _dns.Lie(
            Evil,
            (query, _) =>
            {
                var other = (byte[])[.. query[..12], .. DnsServer.NameBytes("other.net"), 0, 1, 0, 1];
                return DnsServer.Message(other, 0, [DnsRecord.Address(Evil, "45.95.11.7")], []);
            }
        );
        var answer = await Resolve(Evil);
        Assert.Empty(answer.Led);
        Assert.Equal("the answer is about another name", answer.Failure);
    }

    [Fact]
    public async Task Reads_what_stands_for_an_IPv4_address_as_that_address()
    {
        _dns.Answer(
            Evil,
            DnsRecord.Address(Evil, "64:ff9b::a00:5"),
            DnsRecord.Address(Evil, "::ffff:192.168.1.1"),
            DnsRecord.Address(Evil, "0.0.0.0")
        );
        Assert.Equal(["0.0.0.0", "10.0.0.5", "192.168.1.1"], (await Resolve(Evil)).Led.Select(led => led.Address.ToString()));
    }

    [Fact]
    public async Task Takes_32_addresses_of_a_name_and_always_the_same_ones()
    {
        var addresses = Enumerable.Range(0, 60).Select(i => DnsRecord.Address(Evil, $"45.95.11.{i}")).ToArray();
        _dns.Answer(Evil, [.. addresses.Reverse()]);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => $"45.95.11.{i}"), (await Resolve(Evil)).Led.Select(led => led.Address.ToString()));
    }

    [Fact]
    public async Task Takes_a_negative_or_endless_TTL_for_no_more_than_it_may_be()
    {
        _dns.Answer(Evil, DnsRecord.Address(Evil, "45.95.11.7", int.MinValue), DnsRecord.Address(Evil, "45.95.11.8", int.MaxValue));
        var led = (await Resolve(Evil)).Led;
        Assert.Equal([TimeSpan.FromHours(1), TimeSpan.FromHours(24)], led.Select(one => one.Until - one.ResolvedAt));
    }

    [Fact]
    public async Task Learns_nothing_from_a_name_that_does_not_exist_and_says_where_it_could_not_learn()
    {
        _dns.Fail("failing.net", DnsServer.ServerFailure);
        _dns.Fail("refused.net", DnsServer.Refused);
        _dns.Answer("_sip.under_score.net", DnsRecord.Address("_sip.under_score.net", "45.95.11.7"));
        var answers = await ResolveAll("absent.net", "failing.net", "refused.net", "_sip.under_score.net");
        Assert.Equal([0, 0, 0, 1], answers.Select(answer => answer.Led.Length));
        Assert.Equal(
            [null, "the name server answers ServerFailure", "the name server answers Refused", null],
            answers.Select(answer => answer.Failure)
        );
    }

    [Fact]
    public async Task Asks_the_next_server_where_one_is_silent()
    {
        await using var silent = new DnsServer();
        silent.BeSilent(Evil);
        _dns.Answer(Evil, DnsRecord.Address(Evil, "45.95.11.7"));
        var answer = Assert.Single(
            await new NameResolver([silent.EndPoint, _dns.EndPoint], _clock).ResolveAsync([NameOf(Evil)], Cancellation)
        );
        Assert.Equal(["45.95.11.7 13:00"], Led(answer));
        Assert.NotEmpty(silent.Asked);
    }

    [Fact]
    public async Task Ends_a_run_in_time_whatever_does_not_answer()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"n{i}.net").ToArray();
        Array.ForEach(names, _dns.BeSilent);
        var started = Stopwatch.StartNew();
        var run = ResolveAll(names);
        while (_dns.Asked.Count is 0)
        {
            await Task.Delay(10, Cancellation);
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        var answers = await run;
        Assert.Equal(100, answers.Length);
        Assert.All(answers, answer => Assert.Equal(("no answer in time", 0), (answer.Failure, answer.Led.Length)));
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(8), $"{started.Elapsed}");
    }

    [Fact]
    public async Task Ends_when_it_is_told_to()
    {
        _dns.BeSilent(Evil);
        using var ending = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new NameResolver([_dns.EndPoint], _clock).ResolveAsync([NameOf(Evil)], ending.Token)
        );
    }

    [Fact]
    public async Task Says_where_nobody_listens() =>
        Assert.NotNull(
            Assert
                .Single(await new NameResolver([new IPEndPoint(IPAddress.Loopback, 9)], _clock).ResolveAsync([NameOf(Evil)], Cancellation))
                .Failure
        );

    [Fact]
    public async Task Never_throws_whatever_bytes_come()
    {
        var random = new Random(11);
        var names = Enumerable.Range(0, 400).Select(i => $"n{i}.net").ToArray();
        foreach (var name in names)
        {
            _dns.Lie(
                name,
                (query, type) =>
                {
                    var honest = DnsServer.Message(
                        query,
                        0,
                        [
                            DnsRecord.AliasOf(name, "edge.net"),
                            DnsRecord.Address("edge.net", type is DnsRecord.IPv4 ? "45.95.11.7" : "2a0e:97c0::7"),
                        ],
                        []
                    );
                    lock (random)
                    {
                        for (var changes = random.Next(1, 6); changes > 0; changes--)
                        {
                            honest[random.Next(2, honest.Length)] = (byte)random.Next(256);
                        }

                        // Not cut short and not as of TCP: both would only be waited for.
                        honest[2] &= 0xFD;
                        return random.Next(4) is 0 ? honest[..random.Next(12, honest.Length)] : honest;
                    }
                }
            );
        }

        Assert.Equal(names.Length, (await ResolveAll(names)).Length);
    }

    private static string[] Led(ResolvedName answer) => [.. answer.Led.Select(led => $"{led.Address} {led.Until:HH:mm}")];

    private static DomainName NameOf(string text) => Indicator.Parse(text).Domain!;

    private async Task<ResolvedName> Resolve(string name) => Assert.Single(await ResolveAll(name));

    private async Task<ResolvedName[]> ResolveAll(params string[] names) =>
        [.. await new NameResolver([_dns.EndPoint], _clock).ResolveAsync([.. names.Select(NameOf)], Cancellation)];
}
