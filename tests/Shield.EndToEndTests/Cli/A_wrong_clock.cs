namespace Shield.EndToEndTests.Cli;

public sealed class A_wrong_clock : CliTest
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    [Fact]
    public async Task That_ran_ahead_lets_an_unblock_work_at_once_and_later_acts_take_its_place()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", "45.83.64.2");
        (await Json("threats", "block", "45.83.64.1", "--reason", "before")).Expect(0);
        Clock.Advance(Year);
        (await Json("unblock", "45.83.64.1", "--reason", "a partner", "--record-only")).Expect(0);
        Clock.Advance(-Year);
        (await Json("apply")).Expect(0);
        Assert.Equal(["45.83.64.2"], await Listed());

        (await Json("threats", "block", "45.83.64.1", "--reason", "not a partner")).Expect(0);
        Assert.Equal(["45.83.64.1", "45.83.64.2"], (await Listed()).Order(StringComparer.Ordinal));
        (await Json("unblock", "45.83.64.1", "--reason", "a partner again")).Expect(0);
        Assert.Equal(["45.83.64.2"], await Listed());

        // When the date has come that the clock had shown, all of that is long over.
        Clock.Advance(Year);
        Assert.NotEqual("suppressed", (string?)(await Json("explain", "45.83.64.1")).Json["reason"]);
    }

    [Fact]
    public async Task That_ran_ahead_lets_an_act_right_after_it_take_its_place_though_no_reconcile_was_between()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        Clock.Advance(Year);
        (await Json("unblock", "45.83.64.1", "--reason", "a partner")).Expect(0);
        Clock.Advance(-Year);
        (await Json("threats", "block", "45.83.64.1", "--reason", "not a partner")).Expect(0);
        Assert.Equal(["45.83.64.1"], await Listed());
    }

    [Fact]
    public async Task That_was_behind_when_an_act_was_recorded_does_not_end_it_when_it_is_put_right()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", "45.83.64.2");
        Clock.Advance(-Year);
        (await Json("unblock", "45.83.64.1", "--reason", "a partner", "--record-only")).Expect(0);
        Clock.Advance(Year);
        (await Json("apply")).Expect(0);
        Assert.Equal(["45.83.64.2"], await Listed());
    }

    [Fact]
    public async Task That_ran_ahead_does_not_stop_the_daily_reading_of_workloads()
    {
        (await Initialise()).Expect(0);
        Clock.Advance(Year);
        (await Json("apply")).Expect(0);
        Clock.Advance(-Year);
        Pce.ClearCalls();
        (await Json("apply")).Expect(0);
        Assert.Contains(Pce.Calls, call => call.Path.Contains("/workloads", StringComparison.Ordinal));

        // And once is enough.
        Pce.ClearCalls();
        (await Json("apply")).Expect(0);
        Assert.DoesNotContain(Pce.Calls, call => call.Path.Contains("/workloads", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_told_by_commands_that_reconcile_by_status_and_by_the_doctor()
    {
        (await Initialise()).Expect(0);
        Assert.DoesNotContain("clock", (await Json("apply")).Error, StringComparison.Ordinal);
        Assert.Empty((await Json("status")).Json["clocks"]!.AsArray());

        Clock.Advance(Year);
        await IngestAndApply("45.83.64.1");
        var apply = (await Json("threats", "block", "45.83.64.2", "--reason", "x")).Expect(0);
        Assert.Contains("the clock of this machine and the PCE's differ by 315", apply.Error, StringComparison.Ordinal);
        Assert.Contains("differ by 315", (string)(await Json("status")).Json["clocks"]!.AsArray().Single()!, StringComparison.Ordinal);

        Clock.Advance(-Year);
        apply = (await Json("apply")).Expect(0);
        Assert.DoesNotContain("differ by", apply.Error, StringComparison.Ordinal);
        Assert.Contains("dated in the future", apply.Error, StringComparison.Ordinal);
        Assert.Contains(
            "dated in the future",
            (string)(await Json("status")).Json["clocks"]!.AsArray().Single()!,
            StringComparison.Ordinal
        );
        Assert.Contains("A clock is or was wrong", (await Text("status")).Output, StringComparison.Ordinal);
        var dates = (await Json("doctor")).Json["checks"]!.AsArray().Single(row => (string)row!["check"]! is "ledger-dates")!;
        Assert.Equal("warn", (string)dates["answer"]!);
    }
}
