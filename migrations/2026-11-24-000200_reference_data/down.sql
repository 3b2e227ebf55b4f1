-- Takes the reference data away again. The foreign keys refuse while anything still refers to it.
delete from lots;
delete from framework_criteria;
delete from frameworks;
delete from assurance_schemes;
delete from security_clearance_levels;
delete from police_vetting_levels;
delete from sfia_levels;
delete from specialisms;
delete from thresholds;
delete from bank_holidays;
delete from forces;
delete from regions;
