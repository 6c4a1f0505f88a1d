using System.Diagnostics;
using System.Globalization;
using CsCheck;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>
/// Laws 2, 3, 4, 5, 9, 10, 11 and 13: whatever the PCE and the network do to a history, once they let it be, one more reconcile comes
/// to the same lists as if nothing had ever gone wrong. <see cref="FaultyWorld"/> says what holds at the end besides.
/// </summary>
public sealed class The_laws_under_faults
{
    /// <summary>The nightly run asks for more.</summary>
    private static readonly int Histories = int.Parse(
        Environment.GetEnvironmentVariable("SHIELD_HISTORIES") ?? "15",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public Task Hold_for_any_history_and_any_faults_that_end() =>
        SampleAsync(
            Schedules.Any,
            async schedule =>
            {
                await using var calm = new FaultyWorld();
                var expected = await calm.LiveAsync(schedule with { Script = [] });
                await using var faulty = new FaultyWorld();
                var actual = await faulty.LiveAsync(schedule);
                Assert.True(
                    expected.SequenceEqual(actual),
                    $"{string.Join(", ", expected)}\nbecame {string.Join(", ", actual)}\n{string.Join('\n', faulty.Story)}"
                );
                return faulty.Failures;
            }
        );

    /// <summary>
    /// Who finds room depends on who was there first, so there is no one right end; that every end is right depends on nothing.
    /// </summary>
    [Fact]
    public Task Hold_where_there_is_no_room_for_all() =>
        SampleAsync(
            Schedules.AnyWithoutRoom,
            async schedule =>
            {
                await using var faulty = new FaultyWorld();
                await faulty.LiveAsync(schedule);
                return faulty.Failures;
            }
        );

    private static async Task SampleAsync(Gen<Schedule> schedules, Func<Schedule, Task<int>> live)
    {
        var failures = 0;
        var watch = Stopwatch.StartNew();
        await schedules.SampleAsync(async schedule => failures += await live(schedule), iter: Histories, threads: 1);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Histories} histories in {watch.Elapsed.TotalSeconds:0} s, {failures} reconciles failed underway"
        );
    }
}
