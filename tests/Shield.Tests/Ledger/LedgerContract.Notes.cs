using Shield.Core.Ledger;

namespace Shield.Tests.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Holds_what_was_told_on_each_channel_apart_from_notes_of_feeds()
    {
        var ledger = await OpenAsync();
        Assert.Empty(await ledger.ReadNotesAsync(NoteKind.Told, Token));
        var (ops, siem) = (new Note("ops", """{"a":"\u0000 ' é"}"""), new Note("siem-2", new string('x', 300_000)));

        Assert.True(await ledger.ReplaceNoteAsync(NoteKind.Told, siem, seen: null, Token));
        Assert.True(await ledger.ReplaceNoteAsync(NoteKind.Told, ops, seen: null, Token));
        Assert.Equal([ops, siem], await (await OpenAsync()).ReadNotesAsync(NoteKind.Told, Token));

        var feed = new Note("ops", "a feed of that name");
        Assert.True(await ledger.ReplaceNoteAsync(NoteKind.Feed, feed, seen: null, Token));
        Assert.Equal([feed], await (await OpenAsync()).ReadNotesAsync(NoteKind.Feed, Token));

        Assert.True(await ledger.ReplaceNoteAsync(NoteKind.Told, ops with { Content = "{}" }, seen: ops.Content, Token));
        Assert.Equal([ops with { Content = "{}" }, siem], await (await OpenAsync()).ReadNotesAsync(NoteKind.Told, Token));
    }

    /// <summary>Two instances tell at once: one of them is late, and must look again.</summary>
    [Fact]
    public async Task Turns_away_whoever_does_not_know_what_was_told_meanwhile()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        Assert.True(await one.ReplaceNoteAsync(NoteKind.Told, new Note("ops", "1"), seen: null, Token));

        Assert.False(await other.ReplaceNoteAsync(NoteKind.Told, new Note("ops", "2"), seen: null, Token));
        Assert.False(await other.ReplaceNoteAsync(NoteKind.Told, new Note("ops", "2"), seen: "0", Token));
        Assert.False(await other.ReplaceNoteAsync(NoteKind.Told, new Note("new", "2"), seen: "1", Token));
        Assert.Equal([new Note("ops", "1")], await other.ReadNotesAsync(NoteKind.Told, Token));

        var tries = Enumerable
            .Range(0, 8)
            .Select(number => (number % 2 is 0 ? one : other).ReplaceNoteAsync(NoteKind.Told, new("ops", $"n{number}"), "1", Token));
        Assert.Single(await Task.WhenAll(tries), isDone => isDone);
    }
}
