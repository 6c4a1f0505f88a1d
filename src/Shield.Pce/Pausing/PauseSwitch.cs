using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Pausing;

/// <summary>
/// Writes the flag of a pause into the drafts of our lists and takes it out again, and takes everything of ours off in a panic. It needs
/// the PCE and nothing else: no ledger, no lease. The loop has nothing that could write a description (law 10).
/// </summary>
public sealed class PauseSwitch(PceClient client, PceOptions options, TimeProvider clock)
{
    /// <summary>A reconcile that had begun before may write once more after us.</summary>
    private const int MostRounds = 3;

    private readonly string _owner = options.OwnerId!;
    private readonly IllumioPce _pce = new(client, options, clock);
    private readonly ListReader _lists = new(client);
    private readonly Provisioning _provisioning = new(client, clock);

    /// <exception cref="PceException">The PCE cannot be read, or no list could be written.</exception>
    public async Task<PauseResult> PauseAsync(PauseFlag flag, CancellationToken cancellationToken) =>
        await PauseAsync(flag, await _pce.ReadAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="PauseAsync(PauseFlag, CancellationToken)"/>
    public async Task<PauseResult> ResumeAsync(CancellationToken cancellationToken)
    {
        var ours = PausableLists.Of(await _pce.ReadAsync(cancellationToken).ConfigureAwait(false), _owner, options.Mode);
        return ours.Fault is { } fault
            ? new PauseResult { Refused = fault }
            : await WriteAsync(ours.Lists, pair => PauseFlag.Without(pair.Draft, pair.Active), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The flag first, so that no other instance puts anything back; then the drafts, then one provisioning of our own lists, and a look
    /// whether that held. It may be run again wherever it broke off.
    /// </summary>
    /// <param name="flag">Stops everything.</param>
    /// <param name="trigger">Who asked, for the PCE's version history.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="PceException">The PCE cannot be read, or something could not be written: it says what stands.</exception>
    public async Task<PanicResult> PanicAsync(PauseFlag flag, string trigger, CancellationToken cancellationToken)
    {
        var view = await _pce.ReadAsync(cancellationToken).ConfigureAwait(false);
        var first = Panic.Of(view, _owner, options.Mode);
        if (first.Refused is { } refused)
        {
            return new PanicResult { Pause = new PauseResult { Refused = refused } };
        }

        var done = ImmutableArray.CreateBuilder<string>();
        PceException? unpaused = null;
        PauseResult? pause = null;
        try
        {
            pause = await PauseAsync(flag, view, cancellationToken).ConfigureAwait(false);
            done.Add("paused");
        }
        catch (PceException failure)
        {
            unpaused = failure;
        }

        long? version = null;
        var last = first;
        try
        {
            for (var round = 0; round < MostRounds && last.HasWork; round++)
            {
                version = await TakeOffAsync(last, trigger, done, cancellationToken).ConfigureAwait(false) ?? version;
                last = Panic.Of(await _pce.ReadAsync(cancellationToken).ConfigureAwait(false), _owner, options.Mode);
            }
        }
        catch (PceException failure)
        {
            throw BrokenOff(failure, done);
        }

        if (unpaused is not null)
        {
            throw BrokenOff(unpaused, done);
        }

        var still = ActiveIn(last);
        return new PanicResult
        {
            Pause = pause!,
            Off = [.. ActiveIn(first).Except(still)],
            Still = still,
            LeftAlone =
            [
                .. last.Lists.Where(list => list.LeftAlone is not null).Select(list => (NameOf(list.Pair.Draft), list.LeftAlone!)),
            ],
            TookAlong =
            [
                .. from list in first.Lists
                where list.NeedsProvision
                from word in list.TakesAlong.Words
                select client.Show($"{list.Pair.List.ToWord()} {word}"),
            ],
            PolicyVersion = version,
        };
    }

    private async Task<long?> TakeOffAsync(
        Panic panic,
        string trigger,
        ImmutableArray<string>.Builder done,
        CancellationToken cancellationToken
    )
    {
        foreach (var list in panic.Lists.Where(list => list.NeedsWrite))
        {
            await _pce.WriteListAsync(list.Pair.Draft, list.Written, cancellationToken).ConfigureAwait(false);
            done.Add($"the draft of {NameOf(list.Pair.Draft)} is written");
        }

        if (panic.Lists.Where(list => list.NeedsProvision).Select(list => list.Pair.Draft.Href).ToList() is not [var one, .. var others])
        {
            return null;
        }

        var version = await _provisioning
            .ProvisionStepAsync(_owner, trigger, ChangeSubset.OfLists(one, others), cancellationToken)
            .ConfigureAwait(false);
        done.Add($"provisioned as policy version {version.Number}");
        return version.Number;
    }

    private async Task<PauseResult> PauseAsync(PauseFlag flag, PceView view, CancellationToken cancellationToken)
    {
        var ours = PausableLists.Of(view, _owner, options.Mode);
        return ours.Fault is { } fault
            ? new PauseResult { Refused = fault }
            : await WriteAsync(ours.Lists, pair => flag.DescriptionOn(pair.Draft, pair.Active), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One list that cannot be written stops no other: any one that says PAUSED pauses all.</summary>
    private async Task<PauseResult> WriteAsync(
        ImmutableArray<ListPair> lists,
        Func<ListPair, string?> describe,
        CancellationToken cancellationToken
    )
    {
        var marked = ImmutableArray.CreateBuilder<MarkedList>();
        foreach (var pair in lists)
        {
            var text = describe(pair) ?? "";
            try
            {
                if (text != (pair.Draft.Description ?? ""))
                {
                    await WriteAsync(pair.Draft, text, cancellationToken).ConfigureAwait(false);
                }

                marked.Add(new MarkedList(pair.Draft with { Description = text }, Fault: null));
            }
            catch (PceException failure)
            {
                marked.Add(new MarkedList(pair.Draft, failure));
            }
        }

        var now = clock.GetUtcNow();
        return marked.All(list => list.Fault is not null)
            ? throw Unwritten(marked[0].Fault!)
            : new PauseResult
            {
                Earlier =
                    PauseFlag.InForce(lists.Select(pair => pair.Draft), now)
                    ?? lists.Select(pair => PauseFlag.Read(pair.Draft.Description)).FirstOrDefault(flag => flag is not null),
                Lists = marked.ToImmutable(),
                Now = PauseFlag.InForce(marked.Select(list => list.List), now),
            };
    }

    private Task WriteAsync(PceList list, string description, CancellationToken cancellationToken) =>
        LostAnswers.SendAsync(
            left =>
                client.PutAsync(
                    list.Href,
                    new IpListDescriptionBody { Description = description },
                    PceJson.Default.IpListDescriptionBody,
                    left,
                    cancellationToken
                ),
            async _ => ((await _lists.ReadOneAsync(list.Href, cancellationToken).ConfigureAwait(false)).Description ?? "") == description,
            new TimeLimit(clock, PceClient.TimeOut)
        );

    private string NameOf(PceList list) => $"IP list '{client.Show(list.Name)}'";

    private static ImmutableArray<(ListPurpose List, Indicator Entry)> ActiveIn(Panic panic) =>
        [.. panic.Lists.SelectMany(list => list.Active.Select(entry => (list.Pair.List, entry)))];

    private static PceException Unwritten(PceException failure) =>
        failure.Saying($"{failure.Message}. No list is confirmed to be written: shield status says whether it is paused");

    private static PceException BrokenOff(PceException failure, ImmutableArray<string>.Builder done) =>
        failure.Saying(
            $"{failure.Message}. panic broke off here; "
                + (done.Count is 0 ? "nothing is confirmed yet. " : $"done before that: {string.Join(", ", done)}. ")
                + "Run it again: it goes on from what the PCE shows. Without Shield: disable our rule set in the PCE's console "
                + "(docs/break-glass.md)"
        );
}
